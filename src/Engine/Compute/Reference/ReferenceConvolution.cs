using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Convolutions by the definition; the inner index runs over (ky, kx, channel), padding counts as zeros.</summary>
internal static unsafe class ReferenceConvolution
{
    /// <summary>Uploads a kernel and its bias to the device as they are.</summary>
    public static ReferenceConvolutionWeight Pack(
        IComputeDevice device, HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry)
    {
        OperandChecks.PackConvolution(weight, bias, geometry);
        return new ReferenceConvolutionWeight(device.Upload(weight), bias is null ? null : device.Upload(bias), geometry);
    }

    /// <summary>[height, width, in] to [height', width', out].</summary>
    public static void Apply(Tensor input, ConvolutionWeight convolutionWeight, Tensor output)
    {
        OperandChecks.Convolution(input, convolutionWeight, output);
        var weight = OperandChecks.Own<ReferenceConvolutionWeight>(convolutionWeight);
        var y = (float*)output.Address;
        var bias = weight.Bias is null ? null : (float*)weight.Bias.Address;
        var (height, width, channels) = (output.Shape[0], output.Shape[1], output.Shape[2]);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = WindowSum(input, weight, row, column, channel);
                    *y++ = bias is null ? sum : sum + bias[channel];
                }
            }
        }
    }

    private static float WindowSum(Tensor input, ReferenceConvolutionWeight weight, int row, int column, int outChannel)
    {
        var x = (float*)input.Address; // [height, width, channels]
        var kernel = (float*)weight.Kernel.Address; // [out, channels, size, size]
        var (height, width, channels) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        var (size, stride, pad) = (weight.Geometry.KernelSize, weight.Geometry.Stride, weight.Geometry.PadBefore);
        var sum = 0f;
        for (var ky = 0; ky < size; ky++)
        {
            for (var kx = 0; kx < size; kx++)
            {
                var (iy, ix) = ((row * stride) + ky - pad, (column * stride) + kx - pad);
                var inside = (uint)iy < (uint)height && (uint)ix < (uint)width;
                for (var c = 0; c < channels; c++)
                {
                    var pixel = inside ? x[((((long)iy * width) + ix) * channels) + c] : 0f;
                    var factor = kernel[((((((long)outChannel * channels) + c) * size) + ky) * size) + kx];
                    sum = MathF.FusedMultiplyAdd(pixel, factor, sum);
                }
            }
        }

        return sum;
    }
}
