namespace Chameleon.Engine.Tests.Models;

/// <summary>Comparison of float arrays that says where and by how much they differ.</summary>
internal static class Near
{
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance, string what)
    {
        Xunit.Assert.True(expected.Length == actual.Length, $"{what}: expected {expected.Length} values, got {actual.Length}.");
        var (worst, difference) = (0, -1f);
        for (var i = 0; i < expected.Length; i++)
        {
            var here = expected[i] == actual[i] ? 0 : Math.Abs(expected[i] - actual[i]);
            if (!(here <= difference))
            {
                (worst, difference) = (i, here);
            }
        }

        Xunit.Assert.True(
            expected.Length == 0 || difference <= tolerance,
            expected.Length == 0 ? what : $"{what}: value {worst} is {actual[worst]}, expected {expected[worst]}; {difference:g3} apart, allowed {tolerance:g3}.");
    }

    /// <summary>[channels, height, width] of [height, width, channels].</summary>
    public static float[] ChannelsFirst(ReadOnlySpan<float> values, int channels)
    {
        var plane = values.Length / channels;
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[(i % channels * plane) + (i / channels)] = values[i];
        }

        return result;
    }
}
