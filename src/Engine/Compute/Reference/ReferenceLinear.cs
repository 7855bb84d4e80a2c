using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Matrix products by the definition.</summary>
internal static unsafe class ReferenceLinear
{
    /// <summary>Uploads a matrix and its bias to the device as they are; of 4-bit blocks what their codes stand for, and scales.</summary>
    public static ReferenceLinearWeight Pack(IComputeDevice device, HostTensor weight, HostTensor? bias)
    {
        OperandChecks.PackLinear(weight, bias);
        var (values, scales) = weight is IFourBitRows { IsScaledAfterwards: true } rows ? Parts(rows) : (weight, null);
        var matrix = device.Upload(values, weight.DType == DType.BF16 ? DType.BF16 : DType.F32);
        return new ReferenceLinearWeight(matrix, scales is null ? null : device.Upload(scales), bias is null ? null : device.Upload(bias));
    }

    /// <summary>output[r, n] = Σ scale · Σₖ input[r, k] · weight[n, k] + bias[n].</summary>
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
                for (var k = 0; k < inner; k += weight.ChainLength)
                {
                    var chain = Chain(x + ((long)r * inner), weight, n, k);
                    sum = weight.Scales is { } scales ? MathF.FusedMultiplyAdd(Element(scales, (((long)n * inner) + k) / weight.RunLength), chain, sum) : chain;
                }

                y[((long)r * width) + n] = bias is null ? sum : sum + bias[n];
            }
        }
    }

    private static float Chain(float* x, ReferenceLinearWeight weight, int feature, int start)
    {
        var chain = 0f;
        for (var k = start; k < start + weight.ChainLength; k++)
        {
            chain = MathF.FusedMultiplyAdd(x[k], Element(weight.Matrix, ((long)feature * weight.InFeatures) + k), chain);
        }

        return chain;
    }

    private static (HostTensor Values, HostTensor Scales) Parts(IFourBitRows rows)
    {
        var values = new float[(long)rows.Rows * rows.Columns];
        var scales = new float[values.Length / rows.RunLength];
        var codes = new byte[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.ReadCodes(row, codes);
            for (var k = 0; k < codes.Length; k++)
            {
                values[(row * codes.Length) + k] = rows.CodeValues[codes[k]];
            }

            rows.ReadScales(row, scales.AsSpan(row * (codes.Length / rows.RunLength), codes.Length / rows.RunLength));
        }

        return (HostTensor.From("values", values, rows.Rows, rows.Columns), HostTensor.From("scales", scales, rows.Rows, rows.Columns / rows.RunLength));
    }

    /// <summary>One element of a tensor of weights as float32.</summary>
    public static float Element(Tensor tensor, long index) => tensor.DType == DType.BF16
        ? FloatConversion.FromBFloat16(((ushort*)tensor.Address)[index])
        : ((float*)tensor.Address)[index];
}
