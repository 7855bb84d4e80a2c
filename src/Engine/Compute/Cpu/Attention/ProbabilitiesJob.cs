using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;

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
    Split headRows) : ICacheJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index) => ICacheJob.Run(this, layout.Element, index);

    public void Run<TElement>(int index)
        where TElement : unmanaged
    {
        var tokens = run.PastLength + run.RowCount;
        var scratch = stackalloc float[Stretch.Tokens];
        for (var item = headRows.Start(index); item < headRows.End(index); item++)
        {
            var (head, row) = Math.DivRem((int)item, run.RowCount);
            var visible = run.PastLength + row + 1;
            var scores = output + (item * tokens);
            var query = queries + ((((nint)row * shape.Heads) + head) * layout.HeadDim);
            Scores<TElement>(query, new KvHead(run.Cache.Blocks, layout, layer, head / shape.QueriesPerKey), visible, scores, scratch);
            Softmax(scores, visible);
            new Span<float>(scores + visible, tokens - visible).Clear();
        }
    }

    private void Scores<TElement>(float* query, in KvHead head, int visible, float* scores, float* scratch)
        where TElement : unmanaged
    {
        var tiles = default(StretchTiles);
        var ahead = stackalloc long[StretchTiles.AtOnce];
        for (var start = 0; start < visible; start += Stretch.Tokens)
        {
            var length = Math.Min(Stretch.Tokens, visible - start);
            if (layout.HasWholeTiles)
            {
                tiles.Find(head, start, visible);
                tiles.KeyStreams(0, ahead);
                KeyScores<TVector, TIsa, TElement>.Compute(query, layout.HeadDim, tiles, 0, scale, scratch, ahead);
            }
            else
            {
                for (var t = 0; t < length; t++)
                {
                    scratch[t] = scale * Product<TElement>(query, head, start + t);
                }
            }

            new ReadOnlySpan<float>(scratch, length).CopyTo(new Span<float>(scores + start, length));
        }
    }

    private static float Product<TElement>(float* query, in KvHead head, int token)
        where TElement : unmanaged
    {
        var key = (TElement*)head.Key(token, out var stride);
        var sum = 0f;
        for (nint d = 0; d < head.Layout.HeadDim; d++)
        {
            sum = MathF.FusedMultiplyAdd(VectorIsaExtensions.LoadOne(key + (d * stride)), query[d], sum);
        }

        return typeof(TElement) == typeof(sbyte) ? sum * *head.KeyScale(token) : sum;
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
