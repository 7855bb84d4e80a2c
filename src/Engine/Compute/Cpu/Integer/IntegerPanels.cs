using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Packed;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>A matrix in panels of sixteen rows for products of whole numbers, as addresses.</summary>
/// <param name="codes">[panels, in / 4, bytes of a unit].</param>
/// <param name="units">in / 4.</param>
/// <param name="rowScales">[panels, width]: one scale a row; null when there is one for each segment.</param>
/// <param name="blockScales">One scale for each row and segment; of no meaning when there is one a row.</param>
/// <param name="table">What 4-bit codes stand for.</param>
internal readonly unsafe struct IntegerPanels(byte* codes, int units, float* rowScales, ScaleRows blockScales, IntegerTable table)
{
    /// <summary>Rows of a panel.</summary>
    public const int Width = 16;

    /// <summary>Inner indices of a unit.</summary>
    public const int UnitDepth = 4;

    /// <summary>What 4-bit codes stand for.</summary>
    public IntegerTable Table { get; } = table;

    /// <summary>Inner indices of a segment, a multiple of the activations' group; longer than a row where a scale serves to the end.</summary>
    public int SegmentLength => rowScales == null ? blockScales.SegmentLength : int.MaxValue;

    /// <summary>First unit of a panel.</summary>
    public byte* Codes(int panel, int unitBytes) => codes + ((nint)panel * units * unitBytes);

    /// <summary>Scratch space that <see cref="Scales"/> needs for some inner indices.</summary>
    public int ScratchFloats(int depth) => rowScales == null ? blockScales.ScratchFloats(((depth - 1) / SegmentLength) + 2) : 0;

    /// <summary>Scales [segments, width] of a panel for inner indices [start, start + depth).</summary>
    public float* Scales(int panel, int start, int depth, float* scratch)
    {
        if (rowScales != null)
        {
            return rowScales + ((nint)panel * Width);
        }

        var first = start / SegmentLength;
        return blockScales.Take(panel, first, ((start + depth - 1) / SegmentLength) - first + 1, scratch);
    }

    /// <summary>Numbers of a panel at inner indices [start, start + depth), as 16 bits: [depth / 2, width, 2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Restore<TWeights>(int panel, int start, int depth, byte* numbers)
        where TWeights : IIntegerWeights
    {
        var unit = Codes(panel, TWeights.UnitBytes) + (start / UnitDepth * TWeights.UnitBytes);
        var (low, high) = (Table.Low, Table.High);
        for (var k = 0; k < depth; k += UnitDepth, unit += TWeights.UnitBytes, numbers += UnitDepth * Width * sizeof(short))
        {
            Prefetch.Ahead(unit);
            TWeights.LoadWords(unit, low, high, out var w0, out var w1, out var w2, out var w3);
            IntegerDot.Even(w0, w1).Store((int*)numbers);
            IntegerDot.Even(w2, w3).Store((int*)numbers + Vector256<int>.Count);
            IntegerDot.Odd(w0, w1).Store((int*)numbers + (2 * Vector256<int>.Count));
            IntegerDot.Odd(w2, w3).Store((int*)numbers + (3 * Vector256<int>.Count));
        }
    }
}
