namespace Chameleon.Cli.Chat;

/// <summary>A piece of what the user typed, in order.</summary>
internal abstract record PromptSegment
{
    /// <summary>Words.</summary>
    /// <param name="Value">As typed.</param>
    public sealed record Text(string Value) : PromptSegment;

    /// <summary>A picture file.</summary>
    /// <param name="Path">As it can be opened.</param>
    public sealed record Picture(string Path) : PromptSegment;
}
