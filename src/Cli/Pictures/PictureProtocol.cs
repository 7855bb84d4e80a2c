namespace Chameleon.Cli.Pictures;

/// <summary>The ways in which a terminal can show a picture.</summary>
internal enum PictureProtocol
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Two pixels per character cell, in the colours of a 256-colour terminal.</summary>
    Blocks256,

    /// <summary>Two pixels per character cell, in true colour.</summary>
    Blocks,

    /// <summary>DEC sixel graphics.</summary>
    Sixel,

    /// <summary>Inline files of iTerm2, WezTerm and others.</summary>
    ITerm2,

    /// <summary>The graphics protocol of kitty, Ghostty and others.</summary>
    Kitty,
}
