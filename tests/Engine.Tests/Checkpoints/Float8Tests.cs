using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Checkpoints;

public class Float8Tests
{
    public static TheoryData<string> Formats => ["e4m3", "e5m2", "e4m3fnuz"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_code_survives_the_way_to_float_and_back(string name)
    {
        var format = Format(name);
        for (var code = 0; code < 256; code++)
        {
            var value = format.Decode((byte)code);
            if (!float.IsNaN(value))
            {
                Assert.Equal(code, format.Encode(value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_nearest_value_is_taken_and_ties_go_to_the_even_code(string name)
    {
        var format = Format(name);
        for (var code = 0; code < format.LargestCode; code++)
        {
            var (low, high) = (format.Decode((byte)code), format.Decode((byte)(code + 1)));
            var middle = (low + high) / 2;
            Assert.Equal(code % 2 == 0 ? code : code + 1, format.Encode(middle));
            Assert.Equal(code, format.Encode(MathF.BitDecrement(middle)));
            Assert.Equal(code + 1, format.Encode(MathF.BitIncrement(middle)));
        }
    }

    [Theory]
    [InlineData("e4m3", 448, 0x7F)]
    [InlineData("e5m2", 57344, 0x7C)]
    [InlineData("e4m3fnuz", 240, 0x80)]
    public void What_is_too_large_overflows_as_the_format_says(string name, float largest, int overflow)
    {
        var format = Format(name);
        Assert.Equal(largest, format.Largest);
        Assert.Equal(overflow, format.Encode(1e9f));
        Assert.Equal(overflow, format.Encode(float.PositiveInfinity));
        Assert.True(float.IsNaN(format.Decode(format.Encode(float.NaN))));
    }

    private static Float8 Format(string name) => name switch { "e4m3" => Float8.E4M3, "e5m2" => Float8.E5M2, _ => Float8.E4M3Fnuz };
}
