using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class PictureScreensTests
{
    private static readonly Dictionary<string, string> Xterm = new() { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor" };

    [Fact]
    public void What_is_no_terminal_shows_nothing_and_is_not_asked() =>
        Assert.False(PictureScreens.Open(TestShell.Create(variables: Xterm), "kitty", (_, _, _) => throw new InvalidOperationException()).CanShow);

    [Theory]
    [InlineData("\e_Gi=31;OK\e\\\e[?62c", PictureProtocol.Kitty)]
    [InlineData("\e[6;20;10t\e[?62;4c", PictureProtocol.Sixel)]
    [InlineData("\e[?1;2c", PictureProtocol.Blocks)]
    [InlineData("", PictureProtocol.Blocks)]
    public void An_undecided_terminal_is_asked(string answer, object protocol) => Assert.Equal(
        (PictureProtocol)protocol,
        PictureScreens.Open(TestShell.Create(terminal: true, variables: Xterm), "auto", (_, _, _) => answer).Protocol);

    [Fact]
    public void The_users_word_counts_most() => Assert.Equal(
        PictureProtocol.ITerm2,
        PictureScreens.Open(TestShell.Create(terminal: true, variables: Xterm), "iterm2", (_, _, _) => throw new InvalidOperationException()).Protocol);

    [Fact]
    public void An_unknown_word_is_refused_with_those_that_are_known()
    {
        var failure = Assert.Throws<CommandFailure>(() => PictureScreens.Open(TestShell.Create(), "video"));
        Assert.Contains("auto, kitty, iterm2, sixel, blocks, none", failure.Message, StringComparison.Ordinal);
    }
}
