using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class ShellTests
{
    [Theory]
    [InlineData("a.png", "/here/a.png", "a.png")]
    [InlineData("sub/a.png", "/here/sub/a.png", "sub/a.png")]
    [InlineData("../a.png", "/a.png", "/a.png")]
    [InlineData("/elsewhere/a.png", "/elsewhere/a.png", "/elsewhere/a.png")]
    public void Paths_are_full_inside_and_short_for_people(string written, string full, string shown)
    {
        var shell = TestShell.Create(folder: "/here");
        Assert.Equal(full, shell.FullPath(written));
        Assert.Equal(shown, shell.ShortPath(full));
    }

    [Fact]
    public void Without_output_nothing_is_a_terminal_and_nothing_is_kept()
    {
        var quiet = TestShell.Create(terminal: true).WithoutOutput();
        quiet.WriteLine("lost");
        Assert.False(quiet.OutIsTerminal);
    }
}
