using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class PictureProtocolDetectorTests
{
    [Theory]
    [InlineData("TERM=xterm-kitty", PictureProtocol.Kitty)]
    [InlineData("TERM=xterm-256color KITTY_WINDOW_ID=1", PictureProtocol.Kitty)]
    [InlineData("TERM=xterm-ghostty TERM_PROGRAM=ghostty", PictureProtocol.Kitty)]
    [InlineData("TERM=xterm-256color TERM_PROGRAM=iTerm.app", PictureProtocol.ITerm2)]
    [InlineData("TERM=xterm-256color TERM_PROGRAM=WezTerm", PictureProtocol.ITerm2)]
    [InlineData("TERM=xterm-256color LC_TERMINAL=iTerm2", PictureProtocol.ITerm2)]
    [InlineData("TERM=foot", PictureProtocol.Sixel)]
    [InlineData("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", PictureProtocol.Blocks256)]
    [InlineData("TERM=linux", PictureProtocol.None)]
    [InlineData("TERM=dumb COLORTERM=truecolor", PictureProtocol.None)]
    [InlineData("", PictureProtocol.None)]
    [InlineData("TERM=xterm-256color", null)]
    [InlineData("TERM=tmux-256color TMUX=/tmp/x KITTY_WINDOW_ID=1 TERM_PROGRAM=iTerm.app", null)]
    [InlineData("TERM=screen KITTY_WINDOW_ID=1", null)]
    public void The_environment_decides_or_leaves_it_to_the_terminal(string environment, object? expected) =>
        Assert.Equal((PictureProtocol?)expected, PictureProtocolDetector.FromEnvironment(Variables(environment)));

    [Theory]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor", PictureProtocol.Blocks)]
    [InlineData("TERM=xterm-direct", PictureProtocol.Blocks)]
    [InlineData("TERM=xterm-256color", PictureProtocol.Blocks256)]
    [InlineData("TERM=vt100", PictureProtocol.None)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", PictureProtocol.None)]
    public void Blocks_have_the_colours_that_the_terminal_has(string environment, object expected) =>
        Assert.Equal((PictureProtocol)expected, PictureProtocolDetector.Blocks(Variables(environment)));

    private static Func<string, string?> Variables(string environment)
    {
        var pairs = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => pairs.GetValueOrDefault(name);
    }
}
