using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Memory;

public sealed class KvCodecTests
{
    [Fact]
    public void Every_finite_half_is_restored_exactly()
    {
        var halves = Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite).ToArray();
        var values = Array.ConvertAll(halves, half => (float)half);
        EveryDevice.AssertSameBits(values, Through(KvElement.Float16, values), "halves");
    }

    [Fact]
    public void Halves_are_rounded_to_the_nearest_and_large_ones_are_held_at_the_largest()
    {
        var values = EveryDevice.Random(1, 1001);
        Assert.Equal(Array.ConvertAll(values, value => (float)(Half)value), Through(KvElement.Float16, values));
        Assert.Equal([65504, -65504, 65504], Through(KvElement.Float16, [1e6f, float.NegativeInfinity, 65519.99f]));
    }

    /// <summary>Every half and, between it and the next, what is a little less than the middle, the middle, and a little more.</summary>
    [Fact]
    public void Halves_are_rounded_to_even_in_the_middle_of_two_whatever_their_size()
    {
        var values = new List<float>();
        for (var bits = 0; bits < 0x7BFF; bits++)
        {
            var (half, next) = ((float)BitConverter.UInt16BitsToHalf((ushort)bits), (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1)));
            var middle = (half + next) / 2;
            values.AddRange([MathF.BitDecrement(middle), middle, -middle, MathF.BitIncrement(middle)]);
        }

        EveryDevice.AssertSameBits([.. values.Select(value => (float)(Half)value)], Through(KvElement.Float16, [.. values]), "halves");
    }

    [Fact]
    public void Bfloat16_is_rounded_to_the_nearest()
    {
        var values = EveryDevice.Random(2, 1001);
        Assert.Equal(
            Array.ConvertAll(values, value => FloatConversion.FromBFloat16(FloatConversion.ToBFloat16(value))), Through(KvElement.BFloat16, values));
    }

    [Fact]
    public void Int8_is_within_half_a_step()
    {
        var values = EveryDevice.Random(3, 133);
        var step = values.Max(Math.Abs) / 127;
        var restored = Through(KvElement.Int8, values);
        Assert.All(values.Zip(restored), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5001f * step));
        Assert.Equal(new float[20], Through(KvElement.Int8, new float[20]));
    }

    [Theory]
    [InlineData(KvElement.Float32)]
    [InlineData(KvElement.Float16)]
    [InlineData(KvElement.BFloat16)]
    [InlineData(KvElement.Int8)]
    public void What_is_no_number_stays_none(KvElement element)
    {
        var values = new float[19];
        values[3] = values[17] = float.NaN;
        var restored = Through(element, values);
        Assert.True(float.IsNaN(restored[3]));
        Assert.True(float.IsNaN(restored[17]));
    }

    /// <summary>Through a cache as a key and as a value, which must give the same.</summary>
    private static unsafe float[] Through(KvElement element, float[] values)
    {
        var layout = new KvLayout(1, 1, values.Length, 3, element);
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var block = device.Allocate(layout.BlockType, layout.BlockShape);
        var head = new KvHead([block], layout, 0, 0);
        var (key, value) = (new float[values.Length], new float[values.Length]);
        fixed (byte* scratch = new byte[values.Length * sizeof(float)])
        {
            KvRows.WriteKey(head, 1, values, scratch);
        }

        KvRows.WriteValue(head, 1, values);
        KvRows.ReadKey(head, 1, key);
        KvRows.ReadValue(head, 1, value);
        EveryDevice.AssertSameBits(key, value, "the value");
        return key;
    }
}
