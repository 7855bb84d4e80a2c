using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu;

/// <summary>
/// Everything but matrix products and copies of rows over one width of vectors. Shapes have been checked. Each element's result is one
/// sequence of operations that no width, thread or neighbour changes.
/// </summary>
/// <param name="pool">Does the work.</param>
/// <param name="workspace">Memory between jobs.</param>
internal abstract class VectorKernels(WorkerPool pool, Workspace workspace)
{
    protected WorkerPool Pool { get; } = pool;

    protected Workspace Workspace { get; } = workspace;

    /// <summary>The kernels for an instruction set; one that the machine lacks works too, slowly.</summary>
    public static VectorKernels For(CpuInstructions instructions, WorkerPool pool, Workspace workspace) => instructions switch
    {
        CpuInstructions.Avx512 => new VectorKernels<Vector512<float>, Isa512>(pool, workspace),
        CpuInstructions.Avx2 => new VectorKernels<Vector256<float>, Isa256>(pool, workspace),
        _ => new VectorKernels<Vector128<float>, Isa128>(pool, workspace),
    };

    public abstract void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output);

    public abstract void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon);

    public abstract void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim);

    public abstract void Gate(Tensor gate, Tensor up, Activation activation, Tensor output);

    public abstract void Add(Tensor x, Tensor y);

    public abstract void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer);

    public abstract void Attention(
        Tensor queries, RaggedBatch batch, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output);

    public abstract void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output);

    public abstract void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output);

    public abstract void UpsampleNearest(Tensor input, Tensor output);

    public abstract void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output);
}
