// What an MCP host does with Chameleon: starts `chameleon mcp`, lists its tools, has a picture described and another one
// drawn, and reads the drawing again as a resource.
//
//   dotnet run --project samples/McpHost -- samples/red-star.png heart.png
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

if (args is not [var given, var wanted])
{
    Console.Error.WriteLine("Usage: McpHost PICTURE DRAWING.png");
    return 2;
}

var server = new StdioClientTransport(new StdioClientTransportOptions
{
    Name = "chameleon",
    Command = "dotnet",
    Arguments = [Path.Combine(AppContext.BaseDirectory, "chameleon.dll"), "mcp"],
    StandardErrorLines = Console.Error.WriteLine,
});

// A server that starts slowly is not taken for one of an older protocol.
await using var client = await McpClient.CreateAsync(server, new McpClientOptions { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan });

foreach (var tool in await client.ListToolsAsync())
{
    Console.WriteLine($"{tool.Name}: {tool.Description}");
}

var picture = Convert.ToBase64String(await File.ReadAllBytesAsync(given));
var described = await client.CallToolAsync("describe_picture", new Dictionary<string, object?> { ["picture"] = picture });
Console.WriteLine($"{given}: {TextOf(described)}");

const string Heart = "Draw a big red heart in the center, on a white background.";
var progress = new Progress<ProgressNotificationValue>(value => Console.Error.WriteLine($"{value.Progress} of {value.Total}"));
var drawn = await client.CallToolAsync("draw_picture", new Dictionary<string, object?> { ["prompt"] = Heart, ["seed"] = 5 }, progress);
Console.WriteLine(TextOf(drawn));
if (drawn.Content.OfType<ResourceLinkBlock>().FirstOrDefault() is not { } link)
{
    return 1;
}

// The picture came with the answer already (ImageContentBlock); whoever has only its address reads it so.
var read = await client.ReadResourceAsync(link.Uri);
await File.WriteAllBytesAsync(wanted, read.Contents.OfType<BlobResourceContents>().Single().DecodedData.ToArray());
Console.WriteLine($"{wanted}: {link.Description}");
return 0;

static string TextOf(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
