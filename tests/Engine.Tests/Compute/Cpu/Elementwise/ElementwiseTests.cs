using Chameleon.Engine.Compute;
using static Chameleon.Engine.Tests.Compute.EveryDevice;

namespace Chameleon.Engine.Tests.Compute.Cpu.Elementwise;

public sealed class ElementwiseTests
{
    public static TheoryData<Activation, int, int> Gates
    {
        get
        {
            var data = new TheoryData<Activation, int, int>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                data.Add(activation, 0, 5);
                data.Add(activation, 1, 1);
                data.Add(activation, 3, 37);
                data.Add(activation, 40, 1001);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Gates))]
    public void Gate_agrees_in_and_out_of_place(Activation activation, int rows, int width) => Agrees(device =>
    {
        using var gate = device.Tensor(Random(1, rows * width, 4), rows, width);
        using var up = device.Tensor(Random(2, rows * width), rows, width);
        using var output = device.Tensor(new float[rows * width], rows, width);
        device.Gate(gate, up, activation, output);
        device.Gate(gate, up, activation, gate);
        AssertSameBits(device.Values(output), device.Values(gate), device.Name);
        return device.Values(output);
    }, tolerance: 2e-6);

    [Theory]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.Relu)]
    public void Gates_of_extreme_values_are_finite_and_right(Activation activation) => Agrees(device =>
    {
        float[] values = [-1e4f, -200, -100, -88.5f, -20, -1e-30f, 0, 1e-30f, 5, 20, 88.5f, 100, 1e4f];
        using var gate = device.Tensor(values, 1, values.Length);
        using var up = device.Tensor([.. values.Select(_ => 1f)], 1, values.Length);
        device.Gate(gate, up, activation, gate);
        Assert.All(device.Values(gate), value => Assert.True(float.IsFinite(value)));
        return device.Values(gate);
    });

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(3, 21)]
    [InlineData(90, 2048)]
    public void Add_equals_the_reference_bit_by_bit(int rows, int width) => Agrees(device =>
    {
        using var x = device.Tensor(Random(3, rows * width), rows, width);
        using var y = device.Tensor(Random(4, rows * width), rows, width);
        device.Add(x, y);
        return device.Values(x);
    }, tolerance: 0);

    [Theory]
    [InlineData(0, 2, 4)]
    [InlineData(1, 1, 2)]
    [InlineData(3, 2, 6)]
    [InlineData(5, 3, 50)]
    [InlineData(70, 8, 128)]
    public void Rope_equals_the_reference_bit_by_bit(int rows, int heads, int headDim) => Agrees(device =>
    {
        using var x = device.Tensor(Random(5, rows * heads * headDim), rows, heads * headDim);
        using var cos = device.Tensor(Random(6, 100 * headDim / 2), 100, headDim / 2);
        using var sin = device.Tensor(Random(7, 100 * headDim / 2), 100, headDim / 2);
        device.Rope(x, [.. Enumerable.Range(0, rows).Select(row => row * 37 % 100)], cos, sin, headDim);
        return device.Values(x);
    }, tolerance: 0);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 5)]
    [InlineData(0, 3, 5)]
    [InlineData(33, 31, 40)]
    public void Upsample_equals_the_reference_bit_by_bit(int height, int width, int channels) => Agrees(device =>
    {
        using var input = device.Tensor(Random(8, height * width * channels), height, width, channels);
        using var output = device.Tensor(new float[4 * height * width * channels], 2 * height, 2 * width, channels);
        device.UpsampleNearest(input, output);
        return device.Values(output);
    }, tolerance: 0);
}
