namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>A matrix in panels, in one of the forms that the CPU multiplies by.</summary>
internal abstract class CpuLinearWeight : LinearWeight
{
    /// <summary>output[r] = input[r] · weightᵀ + bias.</summary>
    public abstract unsafe void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool);
}
