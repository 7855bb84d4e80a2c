using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class FactsTests
{
    [Theory]
    [InlineData(999, "999")]
    [InlineData(12_345, "12,345")]
    [InlineData(10_123_456, "10.1 M")]
    [InlineData(7_000_000_000, "7.0 B")]
    public void Counts_are_rounded_for_people(long count, string text) => Assert.Equal(text, Facts.Count(count));

    [Theory]
    [InlineData(1000, "1,000 bytes")]
    [InlineData(1 << 20, "1.0 MiB")]
    [InlineData(3L << 30, "3.0 GiB")]
    public void Bytes_are_rounded_for_people(long bytes, string text) => Assert.Equal(text, Facts.Bytes(bytes));

    [Fact]
    public void Names_stand_in_a_column()
    {
        var shell = TestShell.Create();
        shell.WriteFacts([("a", "1"), ("long", "2")]);
        Assert.Equal("a     1\nlong  2\n", shell.Output());
    }
}
