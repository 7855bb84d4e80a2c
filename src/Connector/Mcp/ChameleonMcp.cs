using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Mcp;

/// <summary>
/// A <see cref="ChameleonPlugin"/> as a server of the Model Context Protocol: its functions as tools, drawn pictures as
/// image content and as resources.
/// </summary>
public static class ChameleonMcp
{
    private const string Instructions =
        "Looks at pictures and draws them. Tools take a picture as a reference (chameleon://pictures/…), a data: URI or base64, "
        + "and give references to what was drawn; the same references can be read as resources.";

    /// <summary>
    /// Adds the tools and resources to a server's options, such as those of <c>AddMcpServer</c>. Servers of one plugin share
    /// its pictures; whoever must not see another's pictures needs a plugin of his own. The options live as long as the plugin.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="plugin">What answers.</param>
    /// <param name="loggerFactory">Told what a client is not told: exceptions that are no refusals.</param>
    public static void Configure(McpServerOptions options, ChameleonPlugin plugin, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(plugin);
        _ = Add(options, plugin, loggerFactory);
    }

    /// <summary>Serves one client until it leaves.</summary>
    /// <param name="plugin">What answers.</param>
    /// <param name="transport">The connection; disposed at the end.</param>
    /// <param name="loggerFactory">Logs of the server; never to the standard output of a server that speaks over it.</param>
    /// <param name="cancellationToken">Ends the serving.</param>
    public static async Task ServeAsync(
        ChameleonPlugin plugin, ITransport transport, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(transport);
        var options = new McpServerOptions();
        using var resources = Add(options, plugin, loggerFactory);
        await using var server = McpServer.Create(transport, options, loggerFactory);
        await server.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static PictureResources Add(McpServerOptions options, ChameleonPlugin plugin, ILoggerFactory? loggerFactory)
    {
        options.ServerInfo ??= new Implementation
        {
            Name = "chameleon",
            Title = "Chameleon",
            Version = typeof(ChameleonMcp).Assembly.GetName().Version!.ToString(3),
        };
        options.ServerInstructions ??= Instructions;
        options.ToolCollection ??= [];
        foreach (var function in plugin.Functions)
        {
            options.ToolCollection.Add(new PluginTool(function, plugin.Pictures, loggerFactory?.CreateLogger<PluginTool>()));
        }

        options.ResourceCollection ??= [];
        return new PictureResources(plugin.Pictures, options.ResourceCollection);
    }
}
