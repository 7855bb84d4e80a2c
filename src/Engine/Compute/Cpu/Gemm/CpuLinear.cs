using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Matrix products of the CPU device.</summary>
internal static unsafe class CpuLinear
{
    /// <summary>Packs a matrix and its bias into panels.</summary>
    public static CpuLinearWeight Pack(
        IComputeDevice device, MatrixKernels kernels, WorkerPool pool, HostTensor weight, HostTensor? bias) =>
        new(PanelPacking.PackLinear(device, weight, bias, kernels.PanelWidth, pool));

    /// <summary>output[r] = input[r] · weightᵀ + bias.</summary>
    public static void Apply(MatrixKernels kernels, WorkerPool pool, Tensor input, LinearWeight linearWeight, Tensor output)
    {
        OperandChecks.Linear(input, linearWeight, output);
        var weight = OperandChecks.Own<CpuLinearWeight>(linearWeight);
        kernels.Multiply((float*)input.Address, input.Rows, weight.Matrix, (float*)output.Address, pool);
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(output);
    }
}
