using Chameleon.Engine.Generation;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Streams of the service with the demo model behind it.</summary>
public sealed class StreamingTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatCompletionService Service { get; } = new(demo.Host);

    [Fact]
    public async Task GetStreamingChatMessageContentsShouldHaveModelAndInnerContentAsync()
    {
        var chunks = await StreamAsync("Hello!", Greedy);
        Assert.True(chunks.Count > 2);
        Assert.All(chunks, chunk => Assert.Equal("chameleon-tiny", chunk.ModelId));
        Assert.All(chunks, chunk => Assert.IsType<ChameleonUpdate>(chunk.InnerContent));
        Assert.All(chunks, chunk => Assert.Equal(AuthorRole.Assistant, chunk.Role));
        Assert.All(chunks.SelectMany(chunk => chunk.Items), item => Assert.Equal("chameleon-tiny", item.ModelId));
    }

    [Fact]
    public async Task GetStreamingChatMessageContentsShouldHaveDoneReasonAsync()
    {
        var chunks = await StreamAsync("Hello!", Greedy);
        var reasons = chunks.Select(chunk => ((ChameleonMetadata)chunk.Metadata!).FinishReason).ToArray();
        Assert.Equal("stop", reasons[^1]);
        Assert.All(reasons[..^1], Assert.Null);
        Assert.IsType<AI.UsageDetails>(chunks[^1].Metadata!["Usage"]);
        Assert.Single(chunks.Select(chunk => ((ChameleonMetadata)chunk.Metadata!).Id).Distinct());
    }

    [Fact]
    public async Task GetStreamingChatMessageContentsExecutionSettingsMustBeSentAsync()
    {
        var settings = Greedy;
        settings.StopSequences = [" picture"];
        Assert.Equal("Hello! Show me a", string.Concat(await StreamAsync("Hello!", settings)));
    }

    [Fact]
    public async Task The_stream_says_what_the_whole_answer_says()
    {
        var history = Asked(RedStar, new TextContent(Look));
        var chunks = await Service.GetStreamingChatMessageContentsAsync(history, Greedy).ToListAsync();
        Assert.Equal((await Service.GetChatMessageContentAsync(history, Greedy)).Content, string.Concat(chunks));
    }

    [Fact]
    public async Task A_streamed_picture_is_previewed_as_often_as_asked_and_then_shown()
    {
        var settings = Drawing;
        settings.PreviewEvery = 64;
        var pictures = Pictures(await StreamAsync(DrawHeart, settings));
        Assert.Equal([false, true], pictures.Select(picture => picture.IsFinal).Distinct());
        Assert.True(pictures[^1].IsFinal);
        Assert.Equal(1, pictures.Count(picture => picture.IsFinal));
        Assert.InRange(pictures.Count, 2, 5);
        Assert.All(pictures, picture => Assert.Equal((0, "image/png"), (picture.PictureIndex, picture.MimeType)));
        Assert.All(pictures, picture => Assert.Equal(picture.Data.ToArray(), picture.ToByteArray()));
        Assert.Equal("picture-1.png", pictures[^1].Metadata!["Name"]);
        Assert.NotNull(PictureNotes.Read(pictures[^1].Data.Span));
    }

    [Fact]
    public async Task A_streamed_picture_is_not_previewed_unless_asked()
    {
        var pictures = Pictures(await StreamAsync(DrawHeart, Drawing));
        Assert.True(Assert.Single(pictures).IsFinal);
        var whole = Assert.IsType<ImageContent>(Assert.Single((await Service.GetChatMessageContentAsync(DrawHeart, Drawing)).Items));
        Assert.Equal(whole.Data!.Value.ToArray(), pictures[0].ToImageContent().Data!.Value.ToArray());
    }

    [Fact]
    public async Task Progress_without_previews_comes_in_chunks_without_items()
    {
        var settings = Drawing;
        settings.ProgressEvery = 32;
        var chunks = await StreamAsync(DrawHeart, settings);
        var progress = chunks.Where(chunk => chunk.InnerContent is ChameleonUpdate { Step: GenerationUpdate.PictureProgress }).ToArray();
        Assert.True(progress.Length >= 8);
        Assert.All(progress, chunk => Assert.Empty(chunk.Items));
    }

    [Fact]
    public async Task Text_and_pictures_come_in_order()
    {
        var whole = await Service.GetChatMessageContentAsync(DrawAndTell, Mixed);
        var kinds = (await StreamAsync(DrawAndTell, Mixed)).SelectMany(chunk => chunk.Items)
            .Where(item => item is StreamingChameleonImageContent or StreamingTextContent { Text.Length: > 0 })
            .Select(item => item is StreamingChameleonImageContent);
        List<bool> runs = [];
        foreach (var kind in kinds)
        {
            if (runs.Count == 0 || runs[^1] != kind)
            {
                runs.Add(kind);
            }
        }

        Assert.Equal(whole.Items.Select(item => item is ImageContent), runs);
        Assert.Contains(true, runs);
    }

    [Fact]
    public async Task A_picture_that_was_cut_short_is_told()
    {
        var settings = Drawing;
        settings.MaxTokens = 10;
        var chunks = await StreamAsync(DrawHeart, settings);
        Assert.Empty(Pictures(chunks));
        Assert.Contains("cut short", Assert.Single(chunks, chunk => ((ChameleonMetadata)chunk.Metadata!).Errors is not null).Metadata!["Errors"] is string[] errors ? errors[0] : "");
    }

    [Fact]
    public async Task Whoever_stops_reading_frees_the_engine()
    {
        await foreach (var chunk in Service.GetStreamingChatMessageContentsAsync(Asked(new TextContent(DrawHeart)), Drawing))
        {
            break;
        }

        // The same engine answers the next one in full.
        Assert.Equal(RedStarSeen, (await Service.GetChatMessageContentAsync(Asked(RedStar, new TextContent(Look)), Greedy)).Content);
    }

    [Fact]
    public async Task Many_callers_get_what_they_would_get_alone()
    {
        var alone = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => SayAsync(seed)));
        var one = new List<string>();
        for (var seed = 0; seed < 4; seed++)
        {
            one.Add(await SayAsync(seed));
        }

        Assert.Equal(one, alone);

        async Task<string> SayAsync(int seed) => string.Concat(await StreamAsync("What can you do?", new ChameleonPromptExecutionSettings { Seed = seed, MaxTokens = 30 }));
    }

    private static List<StreamingChameleonImageContent> Pictures(IEnumerable<StreamingChatMessageContent> chunks) =>
        [.. chunks.SelectMany(chunk => chunk.Items).OfType<StreamingChameleonImageContent>()];

    private Task<List<StreamingChatMessageContent>> StreamAsync(string prompt, PromptExecutionSettings settings) =>
        Service.GetStreamingChatMessageContentsAsync(Asked(new TextContent(prompt)), settings).ToListAsync();
}
