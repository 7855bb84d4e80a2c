using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>The attention probabilities of one run, row by row: scores, then a softmax in place.</summary>
/// <param name="queries">The run's first row: [rows, heads · headDim].</param>
/// <param name="output">[heads, rows, tokens].</param>
/// <param name="run">The run.</param>
/// <param name="shape">Heads.</param>
/// <param name="layout">Layout of the cache blocks.</param>
/// <param name="layer">Which layer.</param>
/// <param name="scale">Factor on q·k.</param>
/// <param name="headRows">Pairs of head and row.</param>
internal readonly unsafe struct ProbabilitiesJob<TVector, TIsa>(
    float* queries, float* output, SequenceRows run, AttentionShape shape, KvLayout layout, int layer, float scale,
    Split headRows) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        var tokens = run.PastLength + run.RowCount;
        var scratch = stackalloc float[layout.Element == KvElement.Float32 ? 0 : CompactRows.TokensAtOnce * layout.HeadDim];
        for (var item = headRows.Start(index); item < headRows.End(index); item++)
        {
            var (head, row) = Math.DivRem((int)item, run.RowCount);
            var visible = run.PastLength + row + 1;
            var scores = output + (item * tokens);
            var query = queries + ((((nint)row * shape.Heads) + head) * layout.HeadDim);
            var kvHead = head / shape.QueriesPerKey;
            if (layout.Element == KvElement.Float32)
            {
                Scores(query, new CachedRows(run.Cache.Blocks, layout, layer, kvHead), visible, scores);
            }
            else
            {
                Scores(query, new CompactRows(run.Cache.Blocks, layout, layer, kvHead, scratch), visible, scores);
            }

            Softmax(scores, visible);
            new Span<float>(scores + visible, tokens - visible).Clear();
        }
    }

    private void Scores<TRows>(float* query, TRows rows, int visible, float* scores)
        where TRows : struct, IKeyValueRows
    {
        int segment;
        for (var start = 0; start < visible; start += segment)
        {
            segment = rows.Keys(start, visible - start, out var keys);
            RowScores.Compute(query, keys, segment, layout.HeadDim, scale, scores + start, ahead: keys + (segment * layout.HeadDim));
        }
    }

    private static float Greatest(float* scores, int count)
    {
        var greatest = scores[0];
        for (var i = 1; i < count; i++)
        {
            greatest = MathF.Max(greatest, scores[i]);
        }

        return greatest;
    }

    private static void Softmax(float* scores, int count)
    {
        var maximum = TIsa.Broadcast(Greatest(scores, count));
        var rest = stackalloc float[TIsa.Lanes];
        var sum = 0f;
        for (var i = 0; i < count; i += TIsa.Lanes)
        {
            var length = Math.Min(TIsa.Lanes, count - i);
            new ReadOnlySpan<float>(scores + i, length).CopyTo(new Span<float>(rest, length));
            TIsa.Store(VectorMath<TVector, TIsa>.Exp(TIsa.Subtract(TIsa.Load(rest), maximum)), rest);
            for (var lane = 0; lane < length; lane++)
            {
                scores[i + lane] = rest[lane];
                sum += rest[lane];
            }
        }

        for (var i = 0; i < count; i++)
        {
            scores[i] /= sum;
        }
    }
}
