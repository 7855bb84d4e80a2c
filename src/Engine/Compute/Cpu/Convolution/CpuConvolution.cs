using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Convolution;

/// <summary>Convolutions of the CPU device: matrix products whose left operand is gathered on the way (implicit GEMM).</summary>
internal static unsafe class CpuConvolution
{
    /// <summary>Packs a kernel and its bias into panels.</summary>
    public static CpuConvolutionWeight Pack(
        IComputeDevice device, MatrixKernels kernels, WorkerPool pool,
        HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry) =>
        new(PanelPacking.PackConvolution(device, weight, bias, geometry, kernels.PanelWidth, pool), geometry);

    /// <summary>[height, width, in] to [height', width', out].</summary>
    public static void Apply(
        MatrixKernels kernels, WorkerPool pool, Tensor input, ConvolutionWeight convolutionWeight, Tensor output)
    {
        OperandChecks.Convolution(input, convolutionWeight, output);
        var weight = OperandChecks.Own<CpuConvolutionWeight>(convolutionWeight);
        var rows = checked(output.Shape[0] * output.Shape[1]);
        var x = (float*)input.Address;
        var y = (float*)output.Address;
        if (weight.Geometry == ConvolutionGeometry.Pointwise)
        {
            kernels.Multiply(x, rows, weight.Matrix, y, pool);
        }
        else
        {
            var windows = new WindowRows(x, input.Shape[0], input.Shape[1], input.Shape[2], weight.Geometry);
            kernels.Multiply(windows, rows, weight.Matrix, y, pool);
        }

        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(output);
    }
}
