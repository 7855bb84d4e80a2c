using System.Globalization;

namespace Chameleon.Hub.Tests;

public class AmountTests
{
    [Theory]
    [InlineData(999, "999")]
    [InlineData(12_345, "12,345")]
    [InlineData(10_123_456, "10.1 M")]
    [InlineData(7_000_000_000, "7.0 B")]
    public void Counts_are_rounded_for_people(long count, string text) => Assert.Equal(text, Amount.Count(count));

    [Theory]
    [InlineData(1000, "1,000 bytes")]
    [InlineData(1 << 20, "1.0 MiB")]
    [InlineData(3L << 30, "3.0 GiB")]
    public void Bytes_are_rounded_for_people(long bytes, string text) => Assert.Equal(text, Amount.Bytes(bytes));

    [Fact]
    public void Digits_are_those_of_whoever_reads_them() =>
        Assert.Equal("7,0 B", Amount.Count(7_000_000_000, new NumberFormatInfo { NumberDecimalSeparator = "," }));
}
