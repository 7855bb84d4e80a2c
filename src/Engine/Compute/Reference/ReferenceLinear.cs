using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Matrix products by the definition.</summary>
internal static unsafe class ReferenceLinear
{
    /// <summary>Uploads a matrix and its bias to the device as they are.</summary>
    public static ReferenceLinearWeight Pack(IComputeDevice device, HostTensor weight, HostTensor? bias)
    {
        OperandChecks.PackLinear(weight, bias);
        var matrix = device.Upload(weight, weight.DType == DType.BF16 ? DType.BF16 : DType.F32);
        return new ReferenceLinearWeight(matrix, bias is null ? null : device.Upload(bias));
    }

    /// <summary>output[r, n] = Σₖ input[r, k] · weight[n, k] + bias[n].</summary>
    public static void Apply(Tensor input, LinearWeight linearWeight, Tensor output)
    {
        OperandChecks.Linear(input, linearWeight, output);
        var weight = OperandChecks.Own<ReferenceLinearWeight>(linearWeight);
        var x = (float*)input.Address;
        var y = (float*)output.Address;
        var bias = weight.Bias is null ? null : (float*)weight.Bias.Address;
        var (rows, inner, width) = (input.Rows, weight.InFeatures, weight.OutFeatures);
        for (var r = 0; r < rows; r++)
        {
            for (var n = 0; n < width; n++)
            {
                var sum = 0f;
                for (var k = 0; k < inner; k++)
                {
                    sum = MathF.FusedMultiplyAdd(x[((long)r * inner) + k], Element(weight.Matrix, ((long)n * inner) + k), sum);
                }

                y[((long)r * width) + n] = bias is null ? sum : sum + bias[n];
            }
        }
    }

    /// <summary>One element of a tensor of weights as float32.</summary>
    public static float Element(Tensor tensor, long index) => tensor.DType == DType.BF16
        ? FloatConversion.FromBFloat16(((ushort*)tensor.Address)[index])
        : ((float*)tensor.Address)[index];
}
