using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class SpansTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 70)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Vectors_compute_what_single_values_do(int length)
    {
        var random = new Random(length);
        var values = Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 300).ToArray();
        values[random.Next(length)] = -0f;
        var result = new float[length];

        Assert.Equal(values.Max(MathF.Abs), Spans.MaxMagnitude(values));
        Assert.Equal((values.Min(), values.Max()), Spans.Range(values));
        Spans.Multiply(values, 0.3f, result);
        QuantGolden.AssertSameBits([.. values.Select(value => value * 0.3f)], result, "products");
        Spans.Divide(values, 0.3f, result);
        QuantGolden.AssertSameBits([.. values.Select(value => value / 0.3f)], result, "quotients");
        Spans.Add(values, 0.3f, result);
        QuantGolden.AssertSameBits([.. values.Select(value => value + 0.3f)], result, "sums");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rounding_goes_to_even_stays_in_range_and_makes_NaN_zero(int length)
    {
        var random = new Random(length);
        var values = Enumerable.Range(0, length)
            .Select(_ => random.Next(6) switch { 0 => float.NaN, 1 => 1e30f, 2 => -1e30f, 3 => random.Next(-150, 150) + 0.5f, _ => (random.NextSingle() - 0.5f) * 300 })
            .ToArray();
        var bytes = new byte[length];
        Spans.RoundToBytes(values, sbyte.MinValue, sbyte.MaxValue, bytes);
        Assert.Equal(values.Select(value => Rounded(value, sbyte.MinValue, sbyte.MaxValue)), bytes.Select(value => (int)(sbyte)value));
        Spans.RoundToBytes(values, 0, 15, bytes);
        Assert.Equal(values.Select(value => Rounded(value, 0, 15)), bytes.Select(value => (int)value));
    }

    [Fact]
    public void Nothing_has_no_magnitude() => Assert.Equal(0, Spans.MaxMagnitude([]));

    private static int Rounded(float value, int least, int most) =>
        float.IsNaN(value) ? 0 : (int)Math.Clamp(Math.Round((double)value, MidpointRounding.ToEven), least, most);
}
