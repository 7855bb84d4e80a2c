namespace Chameleon.Cli.Pictures;

/// <summary>Finds out from the environment how a terminal shows pictures; null where only the terminal itself can tell.</summary>
internal static class PictureProtocolDetector
{
    /// <summary>Decides without asking the terminal.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>The protocol; null: ask the terminal, and fall back to <see cref="Blocks"/>.</returns>
    public static PictureProtocol? FromEnvironment(Func<string, string?> variable)
    {
        var term = variable("TERM") ?? "";
        if (term is "" or "dumb")
        {
            return PictureProtocol.None;
        }

        // A multiplexer hands its own environment on, with the outer terminal's variables in it; only it can say what it passes.
        if (variable("TMUX") is { Length: > 0 } || term.StartsWith("screen", StringComparison.Ordinal) || term.StartsWith("tmux", StringComparison.Ordinal))
        {
            return null;
        }

        return (variable("TERM_PROGRAM") ?? variable("LC_TERMINAL")) switch
        {
            "iTerm.app" or "iTerm2" or "WezTerm" or "mintty" => PictureProtocol.ITerm2,
            "ghostty" => PictureProtocol.Kitty,
            "Apple_Terminal" => Blocks(variable),
            _ when variable("KITTY_WINDOW_ID") is { Length: > 0 } => PictureProtocol.Kitty,
            _ => term switch
            {
                "xterm-kitty" or "xterm-ghostty" => PictureProtocol.Kitty,
                "foot" or "foot-extra" or "mlterm" or "yaft-256color" => PictureProtocol.Sixel,
                "linux" => Blocks(variable),
                _ => null,
            },
        };
    }

    /// <summary>Half blocks in as many colours as the terminal has; none where the user wants no colours.</summary>
    public static PictureProtocol Blocks(Func<string, string?> variable)
    {
        if (variable("NO_COLOR") is { Length: > 0 })
        {
            return PictureProtocol.None;
        }

        var term = variable("TERM") ?? "";
        if (variable("COLORTERM") is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal))
        {
            return PictureProtocol.Blocks;
        }

        return term.Contains("256color", StringComparison.Ordinal) ? PictureProtocol.Blocks256 : PictureProtocol.None;
    }
}
