using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Attention of up to 64 queries over the keys and values that they share. Queries lie in the lanes of vectors, so both
/// products, scores and weighted sums, are like those of the matrix kernels, and the softmax needs no sums across lanes.
/// </summary>
internal static unsafe class AttentionTile<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private static int PanelWidth => 2 * TIsa.Lanes;

    /// <summary>Computes lanes [first, first + count) of the queries.</summary>
    public static void Run<TRows>(in QueryLanes lanes, int first, int count, TRows rows, float scale)
        where TRows : struct, IKeyValueRows
    {
        var headDim = lanes.HeadDim;
        var buffers = new AttentionBuffers(headDim);
        var panels = ((count - 1) / PanelWidth) + 1;
        PackQueries(lanes, first, count, panels, buffers.Queries);
        buffers.Reset();

        var tokens = lanes.Visible(first + count - 1);
        var seenByAll = lanes.Visible(first);
        for (var start = 0; start < tokens; start += Stretch.Tokens)
        {
            var length = Math.Min(Stretch.Tokens, tokens - start);
            rows.CopyKeys(start, length, buffers.Keys);
            for (var panel = 0; panel < panels; panel++)
            {
                QueryTile<TVector, TIsa>.Accumulate(
                    buffers.Keys, AttentionBuffers.KeyStride, length, buffers.Queries + ((nint)panel * headDim * PanelWidth),
                    headDim, buffers.Scores + ((nint)panel * PanelWidth), AttentionBuffers.MaxLanes, resume: false);
            }

            var isScaled = rows.CopyScales(start, length, buffers.KeyScales, buffers.ValueScales);
            if (isScaled)
            {
                ScaleRows(buffers.Scores, AttentionBuffers.MaxLanes, length, panels * PanelWidth, buffers.KeyScales);
            }

            var visible = start + length <= seenByAll ? null : buffers.Visible;
            if (visible != null)
            {
                CountVisible(lanes, first, count, start, visible);
            }

            Weigh(buffers, panels, length, scale, visible, rescale: start > 0);
            rows.CopyValues(start, length, buffers.Values, buffers.ValueStride);
            for (var panel = 0; panel < panels; panel++)
            {
                var weights = buffers.Weights + ((nint)panel * Stretch.Tokens * PanelWidth);
                if (isScaled)
                {
                    ScaleRows(weights, PanelWidth, length, PanelWidth, buffers.ValueScales);
                }

                QueryTile<TVector, TIsa>.Accumulate(
                    buffers.Values, buffers.ValueStride, headDim, weights, length, buffers.Sums + ((nint)panel * PanelWidth), AttentionBuffers.MaxLanes, resume: start > 0);
            }
        }

        Store(lanes, first, count, buffers);
    }

    /// <summary>Queries to [panels][headDim][panelWidth], lanes without a query to zero.</summary>
    private static void PackQueries(in QueryLanes lanes, int first, int count, int panels, float* packed)
    {
        for (var lane = 0; lane < panels * PanelWidth; lane++)
        {
            var (panel, column) = Math.DivRem(lane, PanelWidth);
            var target = packed + ((nint)panel * lanes.HeadDim * PanelWidth) + column;
            var query = lane < count ? lanes.Query(first + lane) : null;
            for (nint d = 0; d < lanes.HeadDim; d++)
            {
                target[d * PanelWidth] = query == null ? 0 : query[d];
            }
        }
    }

    /// <summary>rows[t, lane] ·= scales[t].</summary>
    private static void ScaleRows(float* rows, nint stride, int count, int lanes, float* scales)
    {
        for (var t = 0; t < count; t++, rows += stride)
        {
            for (var lane = 0; lane < lanes; lane += TIsa.Lanes)
            {
                TIsa.Store(TIsa.Multiply(TIsa.Load(rows + lane), TIsa.Broadcast(scales[t])), rows + lane);
            }
        }
    }

    private static void CountVisible(in QueryLanes lanes, int first, int count, int start, float* visible)
    {
        for (var lane = 0; lane < AttentionBuffers.MaxLanes; lane++)
        {
            visible[lane] = lane < count ? lanes.Visible(first + lane) - start : Stretch.Tokens;
        }
    }

    /// <summary>Scores to weights, and older sums to the new maximum.</summary>
    private static void Weigh(in AttentionBuffers buffers, int panels, int length, float scale, float* visible, bool rescale)
    {
        for (var lane = 0; lane < panels * PanelWidth; lane += TIsa.Lanes)
        {
            var (panel, column) = Math.DivRem(lane, PanelWidth);
            var factor = OnlineSoftmax<TVector, TIsa>.Apply(
                buffers.Scores + lane, AttentionBuffers.MaxLanes, length, scale, visible == null ? null : visible + lane,
                buffers.Weights + ((nint)panel * Stretch.Tokens * PanelWidth) + column, PanelWidth,
                buffers.Maximum + lane, buffers.Total + lane);
            if (!rescale)
            {
                continue;
            }

            var sums = buffers.Sums + lane;
            for (nint d = 0; d < buffers.HeadDim; d++)
            {
                TIsa.Store(TIsa.Multiply(TIsa.Load(sums + (d * AttentionBuffers.MaxLanes)), factor), sums + (d * AttentionBuffers.MaxLanes));
            }
        }
    }

    private static void Store(in QueryLanes lanes, int first, int count, in AttentionBuffers buffers)
    {
        for (nint d = 0; d < lanes.HeadDim; d++)
        {
            var sums = buffers.Sums + (d * AttentionBuffers.MaxLanes);
            for (var lane = 0; lane < count; lane += TIsa.Lanes)
            {
                TIsa.Store(TIsa.Divide(TIsa.Load(sums + lane), TIsa.Load(buffers.Total + lane)), sums + lane);
            }
        }

        for (var lane = 0; lane < count; lane++)
        {
            var result = lanes.Result(first + lane);
            for (nint d = 0; d < lanes.HeadDim; d++)
            {
                result[d] = buffers.Sums[(d * AttentionBuffers.MaxLanes) + lane];
            }
        }
    }
}
