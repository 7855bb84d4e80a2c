using System.Text.Json;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>The service with the demo model behind it.</summary>
public sealed class ChatCompletionTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatCompletionService Service { get; } = new(demo.Host);

    [Fact]
    public void AttributesShouldContainModelId() => Assert.Equal("chameleon-tiny", ((IAIService)Service).GetModelId());

    [Fact]
    public async Task ShouldSendPromptToServiceAsync()
    {
        var reply = await Service.GetChatMessageContentAsync("Hello!", Greedy);
        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.", reply.Content);
    }

    [Fact]
    public async Task ShouldHandleServiceResponseAsync()
    {
        var reply = Assert.Single(await Service.GetChatMessageContentsAsync(Asked(RedStar, new TextContent(Look)), Greedy));
        Assert.Equal((AuthorRole.Assistant, RedStarSeen), (reply.Role, reply.Content));
    }

    [Fact]
    public async Task GetChatMessageContentsShouldHaveModelAndInnerContentAsync()
    {
        var reply = await Service.GetChatMessageContentAsync("Hello!", Greedy);
        Assert.Equal("chameleon-tiny", reply.ModelId);
        Assert.Equal(reply.Content, Assert.IsType<AI.ChatResponse>(reply.InnerContent).Text);
        Assert.All(reply.Items, item => Assert.Equal("chameleon-tiny", item.ModelId));
    }

    [Fact]
    public async Task ShouldReturnValidChameleonMetadataAsync()
    {
        var metadata = Assert.IsType<ChameleonMetadata>((await Service.GetChatMessageContentAsync("Hello!", Greedy)).Metadata);
        Assert.Equal("stop", metadata.FinishReason);
        Assert.NotNull(metadata.Id);
        Assert.NotNull(metadata.MessageId);
        Assert.NotNull(metadata.CreatedAt);
        Assert.NotNull(metadata.Seed);
        Assert.InRange(metadata.TimeToFirstToken!.Value, metadata.QueueTime!.Value, metadata.TotalTime!.Value);
        Assert.Null(metadata.Errors);
        var usage = Assert.IsType<AI.UsageDetails>(metadata["Usage"]);
        Assert.Equal(usage.TotalTokenCount, usage.InputTokenCount + usage.OutputTokenCount);
        Assert.True(usage.InputTokenCount > 0 && usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task ShouldReturnValidDictionaryMetadataAsync()
    {
        var metadata = (await Service.GetChatMessageContentAsync("Hello!", Greedy)).Metadata!;
        var copy = ChameleonMetadata.FromDictionary(new Dictionary<string, object?>(metadata));
        Assert.Equal(((ChameleonMetadata)metadata).Usage, copy.Usage);
        Assert.Same(metadata, ChameleonMetadata.FromDictionary(metadata));
        Assert.Equal("stop", metadata["FinishReason"]);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_says_so()
    {
        var reply = await Service.GetChatMessageContentAsync("Hello!", new ChameleonPromptExecutionSettings { MaxTokens = 3 });
        Assert.Equal("length", ((ChameleonMetadata)reply.Metadata!).FinishReason);
    }

    [Fact]
    public async Task GetChatMessageContentsExecutionSettingsMustBeSentAsync()
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["temperature"] = 0, ["repetition_penalty"] = "1", ["stop_sequences"] = new[] { " picture" } } };
        var reply = await Service.GetChatMessageContentAsync("Hello!", settings);
        Assert.Equal("Hello! Show me a", reply.Content);
    }

    [Fact]
    public async Task A_drawn_picture_is_an_item()
    {
        var reply = await Service.GetChatMessageContentAsync(DrawHeart, Drawing);
        var picture = Assert.IsType<ImageContent>(Assert.Single(reply.Items));
        Assert.Equal(("image/png", "picture-1.png"), (picture.MimeType, picture.Metadata!["Name"]));
        Assert.Equal(256, PictureNotes.Read(picture.Data!.Value.Span)!.Codes!.Count);
        Assert.Null(reply.Content);
    }

    [Fact]
    public async Task Text_and_pictures_are_items_in_the_order_in_which_they_were_made()
    {
        var reply = await Service.GetChatMessageContentAsync(DrawAndTell, Mixed);
        var whole = Assert.IsType<AI.ChatResponse>(reply.InnerContent).Messages[0].Contents.Where(content => content is AI.TextContent or AI.DataContent);
        Assert.Equal(whole.Select(content => content is AI.DataContent), reply.Items.Select(item => item is ImageContent));
        Assert.Contains(reply.Items, item => item is ImageContent);
        Assert.Contains(reply.Items, item => item is TextContent);
    }

    [Fact]
    public async Task A_picture_that_was_cut_short_is_told_and_not_shown()
    {
        var settings = Drawing;
        settings.MaxTokens = 10;
        var reply = await Service.GetChatMessageContentAsync(DrawHeart, settings);
        Assert.Empty(reply.Items);
        Assert.Contains("cut short", Assert.Single(((ChameleonMetadata)reply.Metadata!).Errors!));
    }

    [Fact]
    public async Task A_drawn_picture_survives_JSON_and_goes_back_as_its_codes()
    {
        ChatHistory history = [];
        history.AddUserMessage(DrawHeart);
        var settings = Drawing;
        settings.CacheScope = Guid.NewGuid().ToString();
        history.Add(await Service.GetChatMessageContentAsync(history, settings));
        history = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;
        history.AddUserMessage(Look);
        var second = Greedy;
        second.CacheScope = settings.CacheScope;
        var reply = await Service.GetChatMessageContentAsync(history, second);
        Assert.InRange(((ChameleonMetadata)reply.Metadata!).Usage!.CachedInputTokenCount!.Value, 256, int.MaxValue);
    }

    [Fact]
    public async Task The_callers_history_is_not_changed()
    {
        ChatHistory history = [new(AuthorRole.System, "Be kind."), User(RedStar, new TextContent(Look))];
        var before = JsonSerializer.Serialize(history);
        await Service.GetChatMessageContentsAsync(history, Greedy);
        await Service.GetStreamingChatMessageContentsAsync(history, Greedy).ToListAsync();
        Assert.Equal(before, JsonSerializer.Serialize(history));
    }

    [Fact]
    public async Task ShouldPassMultipleSystemMessagesToRequestAsync()
    {
        ChatHistory history = [new(AuthorRole.System, "Be kind."), new(AuthorRole.System, "Be brief."), User(RedStar, new TextContent(Look))];
        var withSystem = await Service.GetChatMessageContentAsync(history, Greedy);
        history.RemoveRange(0, 2);
        var without = await Service.GetChatMessageContentAsync(history, Greedy);
        Assert.True(InputTokens(withSystem) > InputTokens(without));

        static long InputTokens(ChatMessageContent reply) => ((ChameleonMetadata)reply.Metadata!).Usage!.InputTokenCount!.Value;
    }

    [Fact]
    public async Task ShouldThrowInvalidOperationExceptionIfChatHistoryContainsOnlySystemMessageAsync()
    {
        ChatHistory history = [new(AuthorRole.System, "Be kind.")];
        await Assert.ThrowsAsync<InvalidOperationException>(() => Service.GetChatMessageContentsAsync(history));
        Assert.Throws<InvalidOperationException>(() => { Service.GetStreamingChatMessageContentsAsync(history); });
    }

    [Fact]
    public async Task ShouldThrowArgumentExceptionIfChatHistoryIsEmptyAsync()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Service.GetChatMessageContentsAsync([]));
        Assert.Throws<ArgumentException>(() => { Service.GetStreamingChatMessageContentsAsync([]); });
        await Assert.ThrowsAsync<ArgumentNullException>(() => Service.GetChatMessageContentsAsync(null!));
    }

    [Fact]
    public Task ShouldThrowArgumentExceptionIfExecutionSettingMaxTokensIsLessThanOneAsync() =>
        Assert.ThrowsAsync<ArgumentException>(() => Service.GetChatMessageContentsAsync(Asked(new TextContent("Hello!")), new ChameleonPromptExecutionSettings { MaxTokens = 0 }));

    [Theory]
    [InlineData("temperature", -1)]
    [InlineData("top_p", 2)]
    [InlineData("guidance_text", 1e9)]
    [InlineData("preview_every", -1)]
    public async Task A_setting_out_of_its_range_is_refused_before_the_model_runs(string name, double value)
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { [name] = value } };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Service.GetChatMessageContentsAsync(Asked(new TextContent("Hello!")), settings));
    }

    [Fact]
    public async Task GetChatMessageContentsAsyncThrowsExceptionWithEmptyBinaryContentAsync() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Service.GetChatMessageContentsAsync(Asked(new ImageContent(), new TextContent(Look))));

    [Fact]
    public async Task ItSendsBinaryContentCorrectlyAsync()
    {
        var byBytes = await Service.GetChatMessageContentAsync(Asked(RedStar, new TextContent(Look)), Greedy);
        var dataUri = new ImageContent($"data:image/png;base64,{Convert.ToBase64String(RedStarBytes)}");
        Assert.Equal(byBytes.Content, (await Service.GetChatMessageContentAsync(Asked(dataUri, new TextContent(Look)), Greedy)).Content);
    }

    [Fact]
    public async Task A_picture_by_address_is_refused_by_default()
    {
        var image = new ImageContent(new Uri("http://127.0.0.1:1/cat.png")) { MimeType = "image/png" };
        await Assert.ThrowsAsync<NotSupportedException>(() => Service.GetChatMessageContentsAsync(Asked(image, new TextContent(Look))));
    }

    [Fact]
    public async Task ShouldHandleCancellationTokenAsync()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service.GetChatMessageContentsAsync(Asked(new TextContent("Hello!")), Greedy, null, cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Service.GetStreamingChatMessageContentsAsync(Asked(new TextContent("Hello!")), Greedy, null, cancellation.Token).ToListAsync());
    }

    [Fact]
    public void A_service_needs_a_host() => Assert.Throws<ArgumentNullException>(() => new ChameleonChatCompletionService(null!));
}
