using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Reference;

/// <summary>The oracle against numbers worked out by hand.</summary>
public sealed class ReferenceProductsTests : IDisposable
{
    private readonly ReferenceDevice device = new();

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_linear_is_rows_times_rows_plus_bias()
    {
        using var weight = device.PackLinear(
            HostTensor.From("w", [1, 2, 3, 4, 5, 6], 2, 3), HostTensor.From("b", [10, 20], 2));
        using var input = device.Upload(HostTensor.From("x", [1, 0, -1, 2, 1, 0], 2, 3));
        using var output = device.Allocate(DType.F32, 2, 2);
        device.Linear(input, weight, output);
        Assert.Equal([8, 18, 14, 33], Values(output));
    }

    [Fact]
    public void Products_are_summed_with_one_rounding_each_in_ascending_order()
    {
        // 1 + 2⁻²⁴ twice stays 1 in ascending order; summed the other way round it would be 1 + 2⁻²³.
        const float Half = 5.9604645E-8f;
        using var weight = device.PackLinear(HostTensor.From("w", [1, Half, Half], 1, 3));
        using var input = device.Upload(HostTensor.From("x", [1, 1, 1], 1, 3));
        using var output = device.Allocate(DType.F32, 1, 1);
        device.Linear(input, weight, output);
        Assert.Equal([1], Values(output));

        // (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ when the product is not rounded before the sum, and 0 when it is.
        using var square = device.PackLinear(HostTensor.From("w", [1, 1 + 0.00024414062f], 1, 2));
        using var factors = device.Upload(HostTensor.From("x", [-(1 + 0.00048828125f), 1 + 0.00024414062f], 1, 2));
        device.Linear(factors, square, output);
        Assert.Equal([Half], Values(output));
    }

    [Fact]
    public void A_convolution_slides_over_a_picture_padded_with_zeros()
    {
        using var weight = device.PackConvolution(
            HostTensor.From("w", [1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3), null, ConvolutionGeometry.Halving);
        using var input = device.Upload(HostTensor.From("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 4, 4, 1));
        using var output = device.Allocate(DType.F32, 2, 2, 1);
        device.Convolution(input, weight, output);

        // Top left: all nine. Right: no third column. Bottom: no third row.
        Assert.Equal([348, 3 + 8 + (4 * 7) + (5 * 8) + (7 * 11) + (8 * 12), 9 + 20 + 33 + (4 * 13) + (5 * 14) + (6 * 15), 11 + 24 + 60 + 80], Values(output));
    }

    [Fact]
    public void A_kernel_s_channels_are_its_second_dimension()
    {
        using var weight = device.PackConvolution(
            HostTensor.From("w", [1, 10, 100, 1000], 2, 2, 1, 1), HostTensor.From("b", [0.5f, 0.25f], 2), ConvolutionGeometry.Pointwise);
        using var input = device.Upload(HostTensor.From("x", [1, 2, 3, 4], 1, 2, 2));
        using var output = device.Allocate(DType.F32, 1, 2, 2);
        device.Convolution(input, weight, output);
        Assert.Equal([21.5f, 2100.25f, 43.5f, 4300.25f], Values(output));
    }

    [Fact]
    public void The_nearest_code_is_the_first_of_the_closest()
    {
        using var latents = device.Upload(HostTensor.From("z", [0.2f, 0, 0, 0.9f, 0.5f, 0], 1, 3, 2));
        using var codebook = device.Upload(HostTensor.From("e", [0, 0, 0, 1, 1, 0], 3, 2));
        var codes = new int[3];
        device.NearestCodes(latents, codebook, codes);
        Assert.Equal([0, 1, 0], codes);
    }

    private float[] Values(Tensor tensor)
    {
        var values = new float[tensor.ElementCount];
        device.Read(tensor, 0, values);
        return values;
    }
}
