using System.CommandLine;
using Chameleon.Cli.Commands;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.CommandLine;

/// <summary>The <c>chameleon</c> command: its subcommands, and how it runs one.</summary>
internal static class ChameleonCommandLine
{
    /// <summary>Words that begin with @ are words; System.CommandLine would read them from a file.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line; an empty one opens a chat.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Shell shell)
    {
        var result = Create(shell).Parse(arguments is [] ? ["chat"] : arguments, Parsing);
        if (UsageCheck.Complaint(result) is { } complaint)
        {
            var command = result.CommandResult.Command is RootCommand ? "chameleon" : $"chameleon {result.CommandResult.Command.Name}";
            shell.Error.WriteLine($"chameleon: {TerminalText.Escape(complaint)} ('{command} --help' lists what there is.)");
            return ExitCode.WrongUsage;
        }

        using var cancellation = new CancellationTokenSource();
        shell.Interrupts.Handler = () => Cancel(cancellation);
        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = shell.Out,
                Error = shell.Error,
            };
            return await result.InvokeAsync(invocation, cancellation.Token);
        }
        catch (Exception exception)
        {
            FailureReport.Write(exception, shell);
            return FailureReport.ExitCodeOf(exception);
        }
        finally
        {
            shell.Interrupts.Handler = null;
        }
    }

    /// <summary>The root with all subcommands.</summary>
    private static RootCommand Create(Shell shell)
    {
        var globals = new GlobalOptions();
        var loader = new EngineLoader(shell, globals);
        var root = new RootCommand("Chameleon: a model that reads and writes text and pictures.")
        {
            ChatCommand.Create(shell, loader),
            AskCommand.Create(shell, loader),
            DrawCommand.Create(shell, loader),
            EncodeCommand.Create(shell, loader),
            DecodeCommand.Create(shell, loader),
            TokenizeCommand.Create(shell, globals),
            InfoCommand.Create(shell, globals),
            ModelsCommand.Create(shell),
            PullCommand.Create(shell),
            QuantizeCommand.Create(shell, globals),
            DoctorCommand.Create(shell, globals),
            BenchCommand.Create(shell, globals),
            McpCommand.Create(shell, globals),
        };
        globals.AddTo(root);
        return root;
    }

    // The second interrupt finds nobody and ends the process, should the first one have no effect.
    private static bool Cancel(CancellationTokenSource cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return false;
        }

        cancellation.Cancel();
        return true;
    }
}
