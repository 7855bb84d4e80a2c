using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

/// <summary>Runs passes of sequences through a device's cache and attention.</summary>
internal sealed class AttentionRig(IComputeDevice device, int heads, KvLayout layout) : IDisposable
{
    private readonly Dictionary<SequenceData, KvSequence> caches = [];

    public RaggedBatch Batch { get; } = new();

    public KvSequence Cache(SequenceData data)
    {
        if (!caches.TryGetValue(data, out var cache))
        {
            caches[data] = cache = new KvSequence();

            // Blocks come and go between sequences: what they hold past a sequence's end must never be looked at.
            for (var i = 0; i < layout.BlocksFor(data.Tokens); i++)
            {
                cache.Blocks.Add(device.Allocate(layout.BlockType, layout.BlockShape));
                FillWithNaN(cache.Blocks[^1]);
            }
        }

        return cache;
    }

    /// <summary>The next rows of some sequences in one pass: [rows, heads · headDim].</summary>
    public float[] Pass(params ReadOnlySpan<(SequenceData Data, int Rows)> runs)
    {
        Prepare(runs, out var queries, out var keys, out var values);
        using (queries)
        using (keys)
        using (values)
        using (var output = device.Tensor(new float[queries.ElementCount], queries.Shape))
        {
            device.AppendKeysValues(keys, values, Batch, layout, layout.Layers - 1);
            device.Attention(queries, Batch, layout, layout.Layers - 1, Scale, output);
            Advance();
            return device.Values(output);
        }
    }

    /// <summary>As <see cref="Pass"/>, the probabilities of one of the runs.</summary>
    public float[] Probabilities(int sequence, params ReadOnlySpan<(SequenceData Data, int Rows)> runs)
    {
        Prepare(runs, out var queries, out var keys, out var values);
        var run = Batch.Sequences[sequence];
        var shape = new[] { heads, run.RowCount, run.PastLength + run.RowCount };
        using (queries)
        using (keys)
        using (values)
        using (var output = device.Tensor(new float[Shape.Count(shape)], shape))
        {
            device.AppendKeysValues(keys, values, Batch, layout, layout.Layers - 1);
            device.AttentionProbabilities(queries, Batch, sequence, layout, layout.Layers - 1, Scale, output);
            Advance();
            return device.Values(output);
        }
    }

    public void Dispose()
    {
        foreach (var block in caches.Values.SelectMany(cache => cache.Blocks))
        {
            block.Dispose();
        }
    }

    /// <summary>Bytes that are NaN in every float type.</summary>
    private unsafe void FillWithNaN(Tensor block) => new Span<byte>((void*)block.Address, (int)layout.BlockBytes).Fill(0xFF);

    private float Scale => 1 / MathF.Sqrt(layout.HeadDim);

    private void Prepare(
        ReadOnlySpan<(SequenceData Data, int Rows)> runs, out Tensor queries, out Tensor keys, out Tensor values)
    {
        Batch.Clear();
        List<float> q = [], k = [], v = [];
        foreach (var (data, rows) in runs)
        {
            var start = Cache(data).Length;
            Batch.Add(Cache(data), rows);
            q.AddRange(data.Queries.AsSpan(start * heads * layout.HeadDim, rows * heads * layout.HeadDim));
            k.AddRange(data.Keys.AsSpan(start * KeyRow, rows * KeyRow));
            v.AddRange(data.Values.AsSpan(start * KeyRow, rows * KeyRow));
        }

        queries = device.Tensor([.. q], Batch.RowCount, heads * layout.HeadDim);
        keys = device.Tensor([.. k], Batch.RowCount, KeyRow);
        values = device.Tensor([.. v], Batch.RowCount, KeyRow);
    }

    private int KeyRow => layout.KvHeads * layout.HeadDim;

    private void Advance()
    {
        foreach (var run in Batch.Sequences)
        {
            run.Cache.Length += run.RowCount;
        }
    }
}
