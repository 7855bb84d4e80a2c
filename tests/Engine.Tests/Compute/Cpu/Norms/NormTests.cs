using Chameleon.Engine.Compute;
using static Chameleon.Engine.Tests.Compute.EveryDevice;

namespace Chameleon.Engine.Tests.Compute.Cpu.Norms;

public sealed class NormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 1)]
    [InlineData(1, 15)]
    [InlineData(3, 16)]
    [InlineData(5, 17)]
    [InlineData(2, 4096)]
    [InlineData(60, 1003)]
    public void Rms_norm_agrees(int rows, int width) => Agrees(device =>
    {
        using var input = device.Tensor(Random(1, rows * width, 3), rows, width);
        using var weight = device.Tensor(Random(2, width), width);
        using var output = device.Tensor(new float[rows * width], rows, width);
        device.RmsNorm(input, weight, Epsilon, output);
        return device.Values(output);
    });

    [Fact]
    public void Rms_norm_in_place_equals_out_of_place() => OnEveryCpu(device =>
    {
        using var input = device.Tensor(Random(3, 7 * 37), 7, 37);
        using var weight = device.Tensor(Random(4, 37), 37);
        using var output = device.Tensor(new float[7 * 37], 7, 37);
        device.RmsNorm(input, weight, Epsilon, output);
        device.RmsNorm(input, weight, Epsilon, input);
        AssertSameBits(device.Values(output), device.Values(input), device.Name);
        return device.Values(input);
    });

    [Theory]
    [InlineData(0, 2, 8)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 6)]
    [InlineData(2, 5, 16)]
    [InlineData(4, 3, 33)]
    [InlineData(50, 8, 128)]
    public void Head_layer_norm_agrees(int rows, int heads, int headDim) => Agrees(device =>
    {
        using var x = device.Tensor(Random(5, rows * heads * headDim, 2, 0.5), rows, heads * headDim);
        using var weight = device.Tensor(Random(6, heads * headDim), heads, headDim);
        using var bias = device.Tensor(Random(7, heads * headDim), heads, headDim);
        device.HeadLayerNorm(x, weight, bias, Epsilon);
        return device.Values(x);
    }, tolerance: 2e-6);

    [Fact]
    public void A_mean_a_thousand_times_the_spread_does_not_spoil_the_variance() => Agrees(device =>
    {
        using var x = device.Tensor(Random(8, 4 * 64, 1, 1000), 4, 64);
        using var weight = device.Tensor(Random(9, 64), 1, 64);
        using var bias = device.Tensor(new float[64], 1, 64);
        device.HeadLayerNorm(x, weight, bias, Epsilon);
        return device.Values(x);
    }, tolerance: 2e-4);

    [Theory]
    [InlineData(1, 1, 4, 2, false)]
    [InlineData(1, 3, 6, 6, true)]
    [InlineData(3, 5, 12, 3, true)]
    [InlineData(20, 13, 36, 6, false)]
    [InlineData(32, 32, 64, 32, true)]
    [InlineData(0, 4, 8, 2, true)]
    public void Group_norm_agrees(int height, int width, int channels, int groups, bool swish) => Agrees(device =>
    {
        var count = height * width * channels;
        using var input = device.Tensor(Random(10, count, 2, 1), height, width, channels);
        using var weight = device.Tensor(Random(11, channels), channels);
        using var bias = device.Tensor(Random(12, channels), channels);
        using var output = device.Tensor(new float[count], height, width, channels);
        device.GroupNorm(input, weight, bias, groups, 1e-6f, swish, output);
        var values = device.Values(output);
        device.GroupNorm(input, weight, bias, groups, 1e-6f, swish, input);
        AssertSameBits(values, device.Values(input), device.Name + " in place");
        return values;
    }, tolerance: 2e-6);

    [Fact]
    public void Group_norm_of_a_large_flat_picture_keeps_its_precision() => Agrees(device =>
    {
        using var input = device.Tensor(Random(13, 256 * 256 * 4, 0.1, 30), 256, 256, 4);
        using var weight = device.Tensor([1, 1, 1, 1], 4);
        using var bias = device.Tensor(new float[4], 4);
        device.GroupNorm(input, weight, bias, 1, 1e-6f, swish: false, input);
        return device.Values(input);
    }, tolerance: 1e-4);
}
