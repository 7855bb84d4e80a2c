using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix that stays in 4-bit codes.</summary>
/// <param name="matrix">[out, in].</param>
internal sealed class CpuFourBitWeight(FourBitMatrix matrix) : CpuLinearWeight
{
    public override int OutFeatures => matrix.OutFeatures;

    public override int InFeatures => matrix.InFeatures;

    public override long ByteCount => matrix.ByteCount;

    public override unsafe void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool) =>
        kernels.Multiply(input, rows, matrix, output, pool);

    public override void Dispose() => matrix.Dispose();
}
