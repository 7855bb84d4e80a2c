using Chameleon.Engine.Compute.Cpu.Attention;
using Chameleon.Engine.Compute.Cpu.Elementwise;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Norms;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu;

/// <inheritdoc/>
internal sealed unsafe class VectorKernels<TVector, TIsa>(WorkerPool pool, Workspace workspace)
    : VectorKernels(pool, workspace)
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int NormCost = 2;

    private readonly AttentionUnits units = new();

    public override void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output)
    {
        var width = (nint)input.RowSize;
        var rows = Split.Of(input.Rows, NormCost * width, Pool.ThreadCount);
        Pool.Run(rows.JobCount, new RmsNormJob<TVector, TIsa>(
            input.FloatPointer(), weight.FloatPointer(), epsilon, output.FloatPointer(), width, rows));
    }

    public override void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon)
    {
        var rows = Split.Of(x.Rows, NormCost * x.RowSize, Pool.ThreadCount);
        Pool.Run(rows.JobCount, new HeadLayerNormJob<TVector, TIsa>(
            x.FloatPointer(), weight.FloatPointer(), bias.FloatPointer(), epsilon, weight.Shape[0], weight.Shape[1], rows));
    }

    public override void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim)
    {
        var rows = Split.Of(x.Rows, x.RowSize, Pool.ThreadCount);
        fixed (int* p = positions)
        {
            Pool.Run(rows.JobCount, new RopeJob<TVector, TIsa>(
                x.FloatPointer(), p, cos.FloatPointer(), sin.FloatPointer(), (int)(x.RowSize / headDim), headDim / 2, rows));
        }
    }

    public override void Gate(Tensor gate, Tensor up, Activation activation, Tensor output)
    {
        switch (activation)
        {
            case Activation.Silu:
                Binary<SiluGate<TVector, TIsa>>(gate, up, output);
                break;
            case Activation.Gelu:
                Binary<GeluGate<TVector, TIsa>>(gate, up, output);
                break;
            case Activation.GeluTanh:
                Binary<GeluTanhGate<TVector, TIsa>>(gate, up, output);
                break;
            case Activation.Relu:
                Binary<ReluGate<TVector, TIsa>>(gate, up, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation.");
        }
    }

    public override void Add(Tensor x, Tensor y) => Binary<Sum<TVector, TIsa>>(x, y, x);

    public override void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer)
    {
        var rows = Split.Of(keys.Rows, 2 * keys.RowSize, Pool.ThreadCount);
        Pool.Run(rows.JobCount, new AppendJob(keys.FloatPointer(), values.FloatPointer(), batch, layout, layer, rows));
    }

    public override void Attention(
        Tensor queries, RaggedBatch batch, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output)
    {
        units.Prepare(batch, layout, shape.QueriesPerKey, Pool.ThreadCount);
        Pool.Run(units.Jobs.JobCount, new AttentionJob<TVector, TIsa>(
            queries.FloatPointer(), output.FloatPointer(), batch, units, shape, layout, layer, scale));
    }

    public override void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output)
    {
        var run = batch.Sequences[sequence];
        var headRows = Split.Of(
            shape.Heads * run.RowCount, (long)(run.PastLength + run.RowCount) * layout.HeadDim, Pool.ThreadCount);
        var first = queries.FloatPointer() + (run.FirstRow * queries.RowSize);
        Pool.Run(headRows.JobCount, new ProbabilitiesJob<TVector, TIsa>(
            first, output.FloatPointer(), run, shape, layout, layer, scale, headRows));
    }

    public override void GroupNorm(
        Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output)
    {
        var shape = new GroupNormShape(input.Shape[0] * input.Shape[1], input.Shape[2], groups, epsilon, swish);
        GroupNorm<TVector, TIsa>.Apply(
            input.FloatPointer(), weight.FloatPointer(), bias.FloatPointer(), shape, output.FloatPointer(), Pool, Workspace);
    }

    public override void UpsampleNearest(Tensor input, Tensor output)
    {
        var rows = Split.Of(input.Rows, 4 * input.RowSize, Pool.ThreadCount);
        Pool.Run(rows.JobCount, new UpsampleJob(
            input.FloatPointer(), output.FloatPointer(), input.Shape[1], input.Shape[2], rows));
    }

    public override void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output)
    {
        var tiles = Split.Every(queries.Shape[0] * queries.Shape[1], AttentionBuffers.MaxLanes);
        Pool.Run(tiles.JobCount, new SpatialAttentionJob<TVector, TIsa>(
            queries.FloatPointer(), keys.FloatPointer(), values.FloatPointer(), output.FloatPointer(), queries.Shape[2], tiles));
    }

    private void Binary<TOperator>(Tensor x, Tensor y, Tensor output)
        where TOperator : struct, IBinaryOperator<TVector>
    {
        var elements = Split.Of((nint)x.ElementCount, TOperator.Cost, Pool.ThreadCount, multiple: 64);
        Pool.Run(elements.JobCount, new BinaryJob<TVector, TIsa, TOperator>(
            x.FloatPointer(), y.FloatPointer(), output.FloatPointer(), elements));
    }
}
