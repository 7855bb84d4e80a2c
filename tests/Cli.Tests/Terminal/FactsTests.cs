using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class FactsTests
{
    [Fact]
    public void Names_stand_in_a_column()
    {
        var shell = TestShell.Create();
        shell.WriteFacts([("a", "1"), ("long", "2")]);
        Assert.Equal("a     1\nlong  2\n", shell.Output());
    }
}
