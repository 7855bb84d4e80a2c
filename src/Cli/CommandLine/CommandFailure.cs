namespace Chameleon.Cli.CommandLine;

/// <summary>Ends a command with a message for the user and an exit code.</summary>
/// <param name="message">One clear sentence.</param>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
internal sealed class CommandFailure(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    /// <summary>What the process shall return.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>A command line that makes no sense.</summary>
    public static CommandFailure Usage(string message) => new(message, CommandLine.ExitCode.WrongUsage);
}
