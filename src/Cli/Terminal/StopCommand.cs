namespace Chameleon.Cli.Terminal;

/// <summary>The one command that is heard while an answer runs.</summary>
internal static class StopCommand
{
    /// <summary>As typed.</summary>
    public const string Text = "/stop";
}
