using System.IO.Pipelines;
using Chameleon.Connector.Mcp;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Tests.Mcp;

/// <summary>A server of the plugin and a client of it, in this process, over pipes.</summary>
internal sealed class McpConversation : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly Task serving;

    private McpConversation(McpClient client, Task serving, CancellationTokenSource ending) => (Client, this.serving, this.ending) = (client, serving, ending);

    public McpClient Client { get; }

    public static async Task<McpConversation> BeginAsync(ChameleonPlugin plugin, McpClientOptions? options = null, ILoggerFactory? log = null)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var ending = new CancellationTokenSource();
        var serving = ChameleonMcp.ServeAsync(
            plugin, new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), log, ending.Token);

        // A slow machine is no server of an older protocol.
        options ??= new McpClientOptions();
        (options.DiscoverProbeTimeout, options.InitializationTimeout) = (Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(5));
        var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), options);
        return new McpConversation(client, serving, ending);
    }

    public Task<CallToolResult> CallAsync(string tool, params (string Name, object? Value)[] arguments) =>
        Client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value)).AsTask();

    /// <summary>The text of a result, and whether it is an error.</summary>
    public async Task<(bool IsError, string Text)> SayAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await CallAsync(tool, arguments);
        return (result.IsError == true, string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text)));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await ending.CancelAsync();
        await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }
}
