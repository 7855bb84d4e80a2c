using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.CommandLine;

/// <summary>Turns what a command threw into one sentence and an exit code.</summary>
internal static class FailureReport
{
    /// <summary>Set to anything, it adds the stack trace.</summary>
    public const string TraceVariable = "CHAMELEON_TRACE";

    /// <summary>The exit code of an exception.</summary>
    public static int ExitCodeOf(Exception exception) => exception switch
    {
        CommandFailure failure => failure.ExitCode,
        OperationCanceledException => ExitCode.Cancelled,
        ArgumentException or GenerationException { Error: GenerationError.InvalidOptions or GenerationError.InvalidPrompt } => ExitCode.WrongUsage,
        _ => ExitCode.Failed,
    };

    /// <summary>Writes the sentence; cancellation needs none.</summary>
    public static void Write(Exception exception, Shell shell)
    {
        if (exception is OperationCanceledException)
        {
            return;
        }

        shell.Error.WriteLine($"chameleon: {TerminalText.Escape(Sentence(exception))}");
        if (shell.Variable(TraceVariable) is { Length: > 0 })
        {
            shell.Error.WriteLine(exception);
        }
    }

    private static string Sentence(Exception exception) => exception switch
    {
        CommandFailure or IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException
            or InvalidOperationException or OutOfMemoryException or DllNotFoundException => exception.Message,
        ArgumentException argument => WithoutParameter(argument),
        _ when exception.GetType().Namespace?.StartsWith("Chameleon.", StringComparison.Ordinal) == true => exception.Message,
        _ => $"a fault in this program, {exception.GetType().Name}: {exception.Message} ({TraceVariable}=1 shows where).",
    };

    /// <summary>The message before the "(Parameter '…')" that .NET adds for programmers, and the value if it is known.</summary>
    private static string WithoutParameter(ArgumentException exception)
    {
        var end = exception.ParamName is null ? -1 : exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        var message = end < 0 ? exception.Message : exception.Message[..end];
        return exception is ArgumentOutOfRangeException { ActualValue: { } value } ? $"{message} ({exception.ParamName} was {value})" : message;
    }
}
