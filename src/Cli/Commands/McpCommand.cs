using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Connector;
using Chameleon.Connector.Mcp;
using ModelContextProtocol.Server;

namespace Chameleon.Cli.Commands;

/// <summary><c>mcp</c>: the model's eyes and brush for programs that speak the Model Context Protocol.</summary>
internal static class McpCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var command = new Command("mcp", "Serves looking and drawing as tools to an MCP host, over standard input and output");
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions
            {
                ModelDirectory = globals.FindModel(result, shell),
                Engine = globals.EngineOptions(result, shell),
            });
            await ServeAsync(host, shell, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ServeAsync(ChameleonEngineHost host, Shell shell, CancellationToken cancellationToken)
    {
        // Standard output is the protocol's; a stray line in it would end the conversation.
        Console.SetOut(Console.Error);
        if (shell.InIsTerminal)
        {
            shell.Error.WriteLine($"Serving {host.ModelId} to an MCP host on standard input and output; Ctrl-C ends it.");
        }

        using var log = new ErrorLog(shell);
        using var eyes = new ChameleonChatClient(host);
        using var brush = new ChameleonImageGenerator(host);
        await using var transport = new StdioServerTransport("chameleon", log);
        var serving = ChameleonMcp.ServeAsync(new ChameleonPlugin(eyes, brush), transport, log, cancellationToken);

        // The host is answered at once, while the model still loads; but there is no serving without a model.
        var loading = host.GetEngineAsync(cancellationToken).AsTask();
        await await Task.WhenAny(serving, loading);
        await serving;
    }
}
