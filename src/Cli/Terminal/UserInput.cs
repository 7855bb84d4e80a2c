namespace Chameleon.Cli.Terminal;

/// <summary>What came from the user.</summary>
internal abstract record UserInput
{
    private UserInput()
    {
    }

    /// <summary>A line.</summary>
    /// <param name="Text">Without its end.</param>
    public sealed record Line(string Text) : UserInput;

    /// <summary>Ctrl-C.</summary>
    /// <param name="LineWasEmpty">Whether there was nothing typed that it could have meant.</param>
    public sealed record Interrupt(bool LineWasEmpty) : UserInput;

    /// <summary>Nothing more comes.</summary>
    public sealed record End : UserInput;
}
