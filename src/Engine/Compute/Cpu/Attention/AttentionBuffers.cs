using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Working memory of one tile.</summary>
internal readonly unsafe struct AttentionBuffers
{
    /// <summary>Most queries of a tile.</summary>
    public const int MaxLanes = 64;

    /// <summary>Elements from one element of a stretch's keys to the next; a line more than there are, as with values.</summary>
    public const int KeyStride = Stretch.Tokens + CacheLine;

    private const int CacheLine = 16;

    public AttentionBuffers(int headDim)
    {
        HeadDim = headDim;
        ValueStride = headDim + CacheLine;
        nint queries = (nint)headDim * MaxLanes, keys = (nint)headDim * KeyStride, scores = Stretch.Tokens * MaxLanes;
        Queries = KernelScratch.Rent((2 * queries) + keys + (Stretch.Tokens * ValueStride) + (2 * scores) + (3 * MaxLanes) + (2 * Stretch.Tokens));
        Sums = Queries + queries;
        Keys = Sums + queries;
        Values = Keys + keys;
        Scores = Values + (Stretch.Tokens * ValueStride);
        Weights = Scores + scores;
        Maximum = Weights + scores;
        Total = Maximum + MaxLanes;
        Visible = Total + MaxLanes;
        KeyScales = Visible + MaxLanes;
        ValueScales = KeyScales + Stretch.Tokens;
    }

    public int HeadDim { get; }

    /// <summary>[panels][headDim][panelWidth].</summary>
    public float* Queries { get; }

    /// <summary>Weighted sums of values: [headDim, MaxLanes].</summary>
    public float* Sums { get; }

    /// <summary>Keys of a stretch: [headDim, <see cref="KeyStride"/>].</summary>
    public float* Keys { get; }

    /// <summary>Values of a stretch: [tokens, <see cref="ValueStride"/>].</summary>
    public float* Values { get; }

    /// <summary>A line more than a value: the same element of different values then falls into different cache sets.</summary>
    public nint ValueStride { get; }

    /// <summary>[tokens, MaxLanes].</summary>
    public float* Scores { get; }

    /// <summary>[panels][tokens][panelWidth].</summary>
    public float* Weights { get; }

    /// <summary>Greatest score so far: [MaxLanes].</summary>
    public float* Maximum { get; }

    /// <summary>Sum of weights so far: [MaxLanes].</summary>
    public float* Total { get; }

    /// <summary>Tokens of the stretch that a lane sees: [MaxLanes].</summary>
    public float* Visible { get; }

    /// <summary>What products with the stretch's keys are multiplied by: [tokens].</summary>
    public float* KeyScales { get; }

    /// <summary>What weights of the stretch's values are multiplied by: [tokens].</summary>
    public float* ValueScales { get; }

    public void Reset()
    {
        new Span<float>(Maximum, MaxLanes).Fill(float.NegativeInfinity);
        new Span<float>(Total, MaxLanes).Clear();
    }
}
