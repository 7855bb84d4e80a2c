using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Matrix products of the CPU device.</summary>
internal static unsafe class CpuLinear
{
    /// <summary>Packs a matrix and its bias into panels; a quantised one at the size that it is stored in, where its blocks allow it.</summary>
    /// <param name="device">Gives memory.</param>
    /// <param name="kernels">The products.</param>
    /// <param name="pool">Does the work.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="bias">Its bias, or null.</param>
    /// <param name="integers">Packs what is to be multiplied in whole numbers; null when activations stay as they are.</param>
    public static CpuLinearWeight Pack(
        IComputeDevice device, MatrixKernels kernels, WorkerPool pool, HostTensor weight, HostTensor? bias, IntegerPacking? integers)
    {
        OperandChecks.PackLinear(weight, bias);
        return weight switch
        {
            _ when integers?.TryPack(device, weight, bias) is { } packed => packed,
            IFourBitRows { StaysPacked: true } rows =>
                FourBitPacking.Pack(device, rows, bias, kernels.PanelWidth, kernels.PlaceOfCode, pool),
            RowScaledTensor rows => BytePacking.Pack(device, rows, bias, kernels.PanelWidth, run: 1, pool),
            _ => PanelPacking.PackLinear(device, weight, bias, kernels.PanelWidth, pool),
        };
    }

    /// <summary>output[r] = input[r] · weightᵀ + bias.</summary>
    public static void Apply(MatrixKernels kernels, WorkerPool pool, Tensor input, LinearWeight linearWeight, Tensor output)
    {
        OperandChecks.Linear(input, linearWeight, output);
        var weight = OperandChecks.Own<CpuLinearWeight>(linearWeight);
        weight.Multiply(kernels, (float*)input.Address, input.Rows, (float*)output.Address, pool);
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(output);
    }
}
