using System.Collections.Concurrent;
using System.Text.Json;
using Chameleon.Connector.Mcp;
using Chameleon.Connector.Tests.Telemetry;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Tests.Mcp;

/// <summary>The plugin as a server of the Model Context Protocol, and a real client of it.</summary>
public sealed class ChameleonMcpTests(DemoHost demo) : IClassFixture<DemoHost>, IDisposable
{
    private const string Heart = "Draw a big red heart in the center, on a white background.";

    private readonly ChameleonChatClient eyes = new(demo.Host);
    private readonly ChameleonImageGenerator brush = new(demo.Host);

    [Fact]
    public async Task The_server_introduces_itself_and_lists_its_tools()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        Assert.Equal("chameleon", mcp.Client.ServerInfo!.Name);
        Assert.Contains("chameleon://pictures/", mcp.Client.ServerInstructions!, StringComparison.Ordinal);
        var tools = await mcp.Client.ListToolsAsync();
        Assert.Equal(
            ["ask_about_picture", "compare_pictures", "describe_picture", "draw_picture"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.Equal(JsonValueKind.Object, tool.JsonSchema.GetProperty("properties").ValueKind));
        Assert.All(tools, tool => Assert.Equal(tool.Name != "draw_picture", tool.ProtocolTool.Annotations!.ReadOnlyHint));
    }

    [Fact]
    public async Task A_picture_goes_in_and_words_come_out()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var star = Convert.ToBase64String(SamplePictures.RedStar);
        Assert.Equal((false, "I see a big red star in the center, on a white background."), await mcp.SayAsync("describe_picture", ("picture", star)));
        var answer = await mcp.SayAsync("ask_about_picture", ("picture", $"data:image/png;base64,{star}"), ("question", "What color is the star?"));
        Assert.Equal((false, "The star is red."), answer);
        Assert.False((await mcp.SayAsync("compare_pictures", ("pictures", new[] { star, star }))).IsError);
    }

    [Fact]
    public async Task A_drawing_comes_as_a_picture_and_as_a_resource_that_can_be_listed_read_and_named_again()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var result = await mcp.CallAsync("draw_picture", ("prompt", Heart), ("seed", 5));
        Assert.NotEqual(true, result.IsError);
        var image = Assert.Single(result.Content.OfType<ImageContentBlock>());
        var link = Assert.Single(result.Content.OfType<ResourceLinkBlock>());
        Assert.Equal("image/png", image.MimeType);
        Assert.Equal(64, ImageDecoder.Decode(image.DecodedData.Span).Width);
        Assert.Equal($"Drew {link.Uri} (seed 5).", Assert.Single(result.Content.OfType<TextContentBlock>()).Text);
        Assert.Equal((Heart, "image/png", image.DecodedData.Length), (link.Description, link.MimeType, (int)link.Size!));

        var listed = Assert.Single(await mcp.Client.ListResourcesAsync());
        Assert.Equal((link.Uri, link.Name), (listed.Uri, listed.Name));
        var read = Assert.IsType<BlobResourceContents>(Assert.Single((await mcp.Client.ReadResourceAsync(link.Uri)).Contents));
        Assert.Equal(image.DecodedData.ToArray(), read.DecodedData.ToArray());
        Assert.False((await mcp.SayAsync("describe_picture", ("picture", link.Uri))).IsError);
    }

    [Fact]
    public async Task Any_picture_of_the_store_is_a_resource_and_the_template_says_how_they_are_named()
    {
        var plugin = Plugin(new PictureStore(maxPictures: 1));
        var first = plugin.Pictures.Add(SamplePictures.RedStar, "image/png", "before the server").Uri;
        await using var mcp = await McpConversation.BeginAsync(plugin);
        Assert.Equal("chameleon://pictures/{id}", Assert.Single(await mcp.Client.ListResourceTemplatesAsync()).UriTemplate);
        Assert.Equal(first, Assert.Single(await mcp.Client.ListResourcesAsync()).Uri);

        var second = plugin.Pictures.Add(SamplePictures.BlueCircle, "image/png", "in its place").Uri;
        Assert.Equal(second, Assert.Single(await mcp.Client.ListResourcesAsync()).Uri);
        Assert.Single((await mcp.Client.ReadResourceAsync(second)).Contents);
        var gone = await Assert.ThrowsAsync<McpProtocolException>(async () => await mcp.Client.ReadResourceAsync(first));
        Assert.Contains("newer pictures took its place", gone.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<McpException>(async () => await mcp.Client.ReadResourceAsync("file:///etc/passwd"));
    }

    [Fact]
    public async Task A_client_is_told_when_there_are_new_pictures()
    {
        var told = new TaskCompletionSource();
        var options = new McpClientOptions
        {
            ProtocolVersion = "2025-06-18",
            Handlers = new McpClientHandlers
            {
                NotificationHandlers =
                [
                    new(NotificationMethods.ResourceListChangedNotification, (_, _) =>
                    {
                        told.TrySetResult();
                        return default;
                    }),
                ],
            },
        };
        var plugin = Plugin();
        await using var mcp = await McpConversation.BeginAsync(plugin, options);
        Assert.True(mcp.Client.ServerCapabilities.Resources!.ListChanged);
        plugin.Pictures.Add(SamplePictures.RedStar, "image/png", "new");
        await told.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_client_that_asks_is_told_how_far_the_drawing_is_and_nothing_twice()
    {
        var reports = new ConcurrentQueue<ProgressNotificationValue>();
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var arguments = new Dictionary<string, object?> { ["prompt"] = Heart, ["count"] = 2 };
        var result = await mcp.Client.CallToolAsync("draw_picture", arguments, new Told(reports.Enqueue));
        Assert.Equal(2, result.Content.OfType<ImageContentBlock>().Count());
        while (reports.IsEmpty)
        {
            await Task.Delay(5);
        }

        // This client hands its notifications on side by side, so their order here is not the order in which they were sent.
        var told = reports.ToArray();
        Assert.All(told, report => Assert.Equal(512, report.Total));
        Assert.All(told, report => Assert.Contains("of 2", report.Message, StringComparison.Ordinal));
        Assert.Equal(told.Length, told.Select(report => report.Progress).Distinct().Count());
        Assert.All(told, report => Assert.InRange(report.Progress, 0, 512));
    }

    [Fact]
    public async Task Case42_a_client_that_cancels_ends_the_drawing_and_is_served_on()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        using var cancellation = new CancellationTokenSource();
        var arguments = new Dictionary<string, object?> { ["prompt"] = Heart, ["count"] = 4 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await mcp.Client.CallToolAsync(
            "draw_picture", arguments, new Told(_ => cancellation.Cancel()), cancellationToken: cancellation.Token));
        Assert.False((await mcp.SayAsync("describe_picture", ("picture", Convert.ToBase64String(SamplePictures.RedStar)))).IsError);
        Assert.Empty(await mcp.Client.ListResourcesAsync());
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "describe_picture", "{}", "'picture' is missing" },
        { "describe_picture", """{"picture":[[[[]]]]}""", "it takes a string" },
        { "describe_picture", """{"picture":"chameleon://pictures/nothing"}""", "There is no picture" },
        { "describe_picture", """{"picture":"/etc/passwd"}""", "not a picture of a known kind" },
        { "describe_picture", """{"picture":"PHN2Zy8+"}""", "SVG" },
        { "ask_about_picture", """{"picture":"AAAA","question":12}""", "it takes a string" },
        { "compare_pictures", """{"pictures":{"0":"AAAA"}}""", "'pictures' is an object; it takes a list of strings" },
        { "draw_picture", """{"prompt":"cat","count":1000000}""", "it takes 1 to 4" },
        { "draw_picture", """{"prompt":null}""", "'prompt' is missing" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_arguments_are_tool_errors_of_one_sentence_and_the_server_lives(string tool, string arguments, string sentence)
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var result = await mcp.Client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments));
        Assert.True(result.IsError);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text, StringComparison.Ordinal);
        Assert.Equal(4, (await mcp.Client.ListToolsAsync()).Count);
    }

    [Fact]
    public async Task Arguments_of_many_megabytes_are_tool_errors_and_the_server_lives()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var large = await mcp.SayAsync("describe_picture", ("picture", new string('A', 48_000_000)));
        Assert.True(large.IsError);
        Assert.Contains("33554432", large.Text, StringComparison.Ordinal);
        var longPrompt = await mcp.SayAsync("draw_picture", ("prompt", new string('x', 100_000)));
        Assert.Equal((true, "The argument 'prompt' has 100000 characters; it takes 1 to 4000."), longPrompt);
        Assert.Equal(4, (await mcp.Client.ListToolsAsync()).Count);
    }

    [Fact]
    public async Task A_fault_is_told_to_the_log_and_not_to_the_client()
    {
        await using var missing = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = "/secret/place" });
        var log = new LogLines();
        await using var mcp = await McpConversation.BeginAsync(new ChameleonPlugin(new ChameleonChatClient(missing)), log: log);
        var (isError, text) = await mcp.SayAsync("describe_picture", ("picture", "AAAA"));
        Assert.True(isError);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains(log.All, line => line.Text.Contains("describe_picture", StringComparison.Ordinal) && line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Callers_side_by_side_are_served_together()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        var star = Convert.ToBase64String(SamplePictures.RedStar);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => mcp.SayAsync("describe_picture", ("picture", star))));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task The_tools_of_a_client_are_functions_for_its_own_model()
    {
        await using var mcp = await McpConversation.BeginAsync(Plugin());
        AIFunction describe = (await mcp.Client.ListToolsAsync()).Single(tool => tool.Name == "describe_picture");
        var result = await describe.InvokeAsync(new() { ["picture"] = Convert.ToBase64String(SamplePictures.RedStar) });
        Assert.Contains("a big red star", JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions), StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_are_added_to_what_a_server_has_already()
    {
        var options = new McpServerOptions { ServerInfo = new Implementation { Name = "mine", Version = "1" }, ServerInstructions = "Mine." };
        options.ToolCollection = [McpServerTool.Create(() => "pong", new McpServerToolCreateOptions { Name = "ping" })];
        ChameleonMcp.Configure(options, Plugin());
        Assert.Equal(("mine", "Mine."), (options.ServerInfo.Name, options.ServerInstructions));
        Assert.Equal(5, options.ToolCollection.Count);
    }

    public void Dispose()
    {
        ((IDisposable)eyes).Dispose();
        brush.Dispose();
    }

    private ChameleonPlugin Plugin(PictureStore? pictures = null) => new(eyes, brush, new ChameleonPluginOptions { Pictures = pictures });

    private sealed class Told(Action<ProgressNotificationValue> tell) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => tell(value);
    }
}
