using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Pictures in any place, both ways, with the demo model.</summary>
public sealed class ChatClientPictureTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Heart = "Draw a big red heart in the center, on a white background.";
    private const string StarSeen = "I see a big red star in the center, on a white background.";

    private ChameleonChatClient Client { get; } = new(demo.Host);

    [Fact]
    public async Task A_picture_in_the_middle_of_a_turn_keeps_its_place()
    {
        var engine = await demo.Host.GetEngineAsync();
        var codes = await engine.EncodeAsync(ImageDecoder.Decode(Bytes("red-star.png")));
        PromptPart[] prompt = [new PromptPart.Text("What do you see in "), new PromptPart.PictureCodes(codes), new PromptPart.Text("this image?"), new PromptPart.EndOfTurn()];
        var expected = (await GenerationResult.CollectAsync(engine.GenerateAsync(prompt, new GenerationOptions { Text = SamplingOptions.Greedy, MaxNewTokens = 60 }))).Answers[0];
        var response = await Client.GetResponseAsync([User(new TextContent("What do you see in "), Picture("red-star.png"), new TextContent("this image?"))], Greedy);
        Assert.Equal((expected.Text, expected.Usage.PromptTokens), (response.Text, (int)response.Usage!.InputTokenCount!));
    }

    [Fact]
    public async Task Several_pictures_are_told_apart_by_their_order()
    {
        var one = await AskAsync(Picture("red-star.png"), Picture("blue-circle.png"), new TextContent("What do these images have in common?"));
        var other = await AskAsync(Picture("blue-circle.png"), Picture("red-star.png"), new TextContent("What do these images have in common?"));
        Assert.Equal(2 * 258, one.Usage!.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
        Assert.Equal(one.Usage.InputTokenCount, other.Usage!.InputTokenCount);
        Assert.Equal(StarSeen, (await AskAsync(Picture("red-star.png"), new TextContent("What do you see in this image?"))).Text);
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/webp")]
    [InlineData("application/octet-stream")]
    public async Task Case22_the_declared_type_is_not_believed(string mediaType) =>
        Assert.Equal(StarSeen, (await AskAsync(new DataContent(Bytes("red-star.png"), mediaType), new TextContent("What do you see in this image?"))).Text);

    [Fact]
    public async Task Case22_a_drawing_in_disguise_is_refused()
    {
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => AskAsync(new DataContent("<svg onload='x'/>"u8.ToArray(), "image/png")));
        Assert.Contains("SVG", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case21_a_damaged_picture_is_told_by_its_number_among_several()
    {
        var error = await Assert.ThrowsAsync<ImageFormatException>(
            () => AskAsync(Picture("red-star.png"), new DataContent(Bytes("red-star.png").AsMemory(0, 200), "image/png"), new TextContent("?")));
        Assert.Equal("Picture 2 of 2: The PNG picture is damaged or cut short.", error.Message);
        var alone = await Assert.ThrowsAsync<ImageFormatException>(() => AskAsync(new DataContent(ReadOnlyMemory<byte>.Empty, "image/png")));
        Assert.Equal("The picture file is empty.", alone.Message);
    }

    [Fact]
    public async Task Case25_too_many_pictures_are_refused_before_any_is_read()
    {
        // None of them could be decoded, but nobody gets so far.
        var broken = new DataContent("not a picture"u8.ToArray(), "image/png");
        var error = await Assert.ThrowsAsync<GenerationException>(() => AskAsync([.. Enumerable.Repeat(broken, 8), new TextContent("What do you see?")]));
        Assert.Equal(GenerationError.PromptTooLong, error.Error);
        Assert.Contains("8 pictures of 258 tokens each", error.Message, StringComparison.Ordinal);
        Assert.Contains("2048 holds 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:image/png;base64,!!!!", "not base64")]
    [InlineData("data:image/png;base64,", "empty")]
    [InlineData("data:image/png,abc", "not marked as base64")]
    [InlineData("data:;base64,YWJj,YWJj", "more than one payload")]
    [InlineData("data:image/png;base64,YWJjZ", "cut short")]
    [InlineData("data:image/png;base64,YWJjYWJjYWJj", "more than 8 bytes")]
    public async Task Case26_malformed_data_uris_are_refused_by_name(string uri, string why)
    {
        var small = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { MaxPictureBytes = 8 });
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => small.GetResponseAsync([User(new UriContent(uri, "image/png"))]));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case26_a_data_uri_may_be_written_as_people_write_them()
    {
        var text = Convert.ToBase64String(Bytes("red-star.png")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var uri = new UriContent($"data:image/jpeg;base64,{text[..100]} {text[100..]}", "image/jpeg");
        Assert.Equal(StarSeen, (await AskAsync(uri, new TextContent("What do you see in this image?"))).Text);
    }

    [Fact]
    public async Task A_picture_that_is_too_large_is_refused_with_the_limit_before_any_other_is_fetched()
    {
        var fetcher = new Fetcher(Bytes("red-star.png"));
        var client = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { PictureFetcher = fetcher, MaxPictureBytes = 10_000 });
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => client.GetResponseAsync(
            [User(new UriContent("https://example.com/star", "image/*"), new DataContent(new byte[10_001], "image/png"))]));
        Assert.Equal("Picture 2 of 2: The picture file has 10001 bytes; at most 10000 are read.", error.Message);
        Assert.Empty(fetcher.Asked);
    }

    [Fact]
    public async Task A_data_uri_is_a_picture()
    {
        var uri = new UriContent($"data:image/png;base64,{Convert.ToBase64String(Bytes("red-star.png"))}", "image/png");
        Assert.Equal(StarSeen, (await AskAsync(uri, new TextContent("What do you see in this image?"))).Text);
    }

    [Fact]
    public async Task A_fetcher_brings_what_is_behind_an_address_and_its_bytes_are_bounded()
    {
        var fetcher = new Fetcher(Bytes("red-star.png"));
        var client = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { PictureFetcher = fetcher });
        ChatMessage[] messages = [User(new UriContent("https://example.com/star", "image/*"), new TextContent("What do you see in this image?"))];
        Assert.Equal(StarSeen, (await client.GetResponseAsync(messages, Greedy)).Text);
        Assert.Equal(["https://example.com/star"], fetcher.Asked);
        var small = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { PictureFetcher = fetcher, MaxPictureBytes = 10 });
        await Assert.ThrowsAsync<ImageFormatException>(() => small.GetResponseAsync(messages, Greedy));
    }

    [Fact]
    public async Task A_picture_is_drawn_named_and_says_how_it_was_made()
    {
        var options = Drawing.With(ChameleonOptionNames.NegativePrompt, "blue").With(ChameleonOptionNames.GuidanceText, 1.5);
        options.Instructions = "This stays between us.";
        var response = await Client.GetResponseAsync([new ChatMessage(ChatRole.System, "And this."), User(Heart)], options);
        var picture = Assert.IsType<DataContent>(Assert.Single(Assert.Single(response.Messages).Contents));
        Assert.Equal(("image/png", "picture-1.png", ChatFinishReason.Stop), (picture.MediaType, picture.Name, response.FinishReason));
        var notes = PictureNotes.Read(picture.Data.Span)!;
        Assert.Equal((Heart, "blue", 1L, "chameleon-tiny"), (notes.Prompt, notes.NegativePrompt, notes.Seed!.Value, notes.Model));
        Assert.Contains("guidance text 1.5", notes.Settings, StringComparison.Ordinal);
        Assert.Equal(response.Usage!.AdditionalCounts![ChameleonUsageNames.OutputPictureTokens], notes.Codes!.Count);
        var pixels = ImageDecoder.Decode(picture.Data.Span);
        Assert.Equal((64, 64), (pixels.Width, pixels.Height));
        Assert.DoesNotContain(PngText.Read(picture.Data.Span).Values, text => text.Contains("between us", StringComparison.Ordinal) || text.Contains("And this", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal) && text.Contains("models", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_picture_says_about_its_making_makes_it_again()
    {
        var first = await DrawAsync(new ChatOptions().With(ChameleonOptionNames.Mode, "picture"));
        var notes = PictureNotes.Read(first.Data.Span)!;
        var again = await DrawAsync(new ChatOptions { Seed = notes.Seed }.With(ChameleonOptionNames.Mode, "picture"));
        Assert.Equal(notes.Codes, PictureNotes.Read(again.Data.Span)!.Codes);
        Assert.Equal(first.Data.ToArray(), again.Data.ToArray());
    }

    [Fact]
    public async Task A_drawn_picture_costs_nothing_on_the_next_turn()
    {
        List<ChatMessage> history = [User(Heart)];
        var scope = Guid.NewGuid().ToString();
        var drawn = await Client.GetResponseAsync(history, Drawing.With(ChameleonOptionNames.CacheScope, scope));
        history.AddMessages(drawn);
        history.Add(User("What color is the heart?"));
        var second = await Client.GetResponseAsync(history, Greedy.With(ChameleonOptionNames.CacheScope, scope));
        var known = drawn.Usage!.InputTokenCount + drawn.Usage.OutputTokenCount - 1;
        Assert.Equal(known / 32 * 32, second.Usage!.CachedInputTokenCount);
        Assert.Equal("The heart is red.", second.Text);
    }

    [Fact]
    public async Task Text_and_pictures_come_in_the_order_of_the_model_and_go_back_in_it()
    {
        var scope = Guid.NewGuid().ToString();
        ChatResponse? mixed = null;
        for (var seed = 0; seed < 12 && mixed?.Messages[0].Contents is not [TextContent, DataContent, TextContent, ..] and not [DataContent, TextContent, ..]; seed++)
        {
            mixed = await Client.GetResponseAsync(
                "Draw something and describe it.",
                new ChatOptions { Seed = seed, MaxOutputTokens = 400 }.With(ChameleonOptionNames.Mode, "interleaved").With(ChameleonOptionNames.CacheScope, scope));
        }

        var contents = mixed!.Messages[0].Contents;
        Assert.Contains(contents, content => content is DataContent { Name: "picture-1.png" });
        Assert.Contains(contents, content => content is TextContent { Text.Length: > 5 });
        Assert.Equal(mixed.Usage!.OutputTokenCount, mixed.Usage.OutputTextTokenCount + mixed.Usage.AdditionalCounts![ChameleonUsageNames.OutputPictureTokens]);
        var next = await Client.GetResponseAsync(
            [User("Draw something and describe it."), mixed.Messages[0], User("Hello!")], Greedy.With(ChameleonOptionNames.CacheScope, scope));
        var known = mixed.Usage.InputTokenCount + mixed.Usage.OutputTokenCount - 1;
        Assert.Equal(known / 32 * 32, next.Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task Previews_come_before_the_picture_and_replace_each_other()
    {
        var options = Drawing.With(ChameleonOptionNames.PreviewEvery, 64).With(ChameleonOptionNames.ProgressEvery, 32);
        var updates = await Client.GetStreamingResponseAsync(Heart, options).ListAsync();
        var previews = updates.SelectMany(update => update.Contents).OfType<ImageGenerationToolResultContent>().ToList();
        Assert.InRange(previews.Count, 1, 3);
        Assert.All(previews, preview => Assert.Equal($"{updates[0].MessageId}/picture-1", preview.CallId));
        Assert.All(previews, preview => Assert.Equal(64, ImageDecoder.Decode(Assert.IsType<DataContent>(Assert.Single(preview.Outputs!)).Data.Span).Width));
        var silent = updates.Where(update => update.Step() is GenerationUpdate.PictureProgress { Preview: null }).ToList();
        Assert.True(silent.Count >= 5);
        Assert.All(silent, update => Assert.Empty(update.Contents));
        var contents = Assert.Single(updates.ToChatResponse().Messages).Contents;
        Assert.Equal(2, contents.Count);
        Assert.IsType<ImageGenerationToolResultContent>(contents[0]);
        Assert.Equal("picture-1.png", Assert.IsType<DataContent>(contents[1]).Name);
    }

    [Fact]
    public async Task Who_does_not_watch_gets_no_previews_and_the_same_picture()
    {
        var options = Drawing.With(ChameleonOptionNames.PreviewEvery, 16);
        var whole = await Client.GetResponseAsync(Heart, options);
        var streamed = await Client.GetStreamingResponseAsync(Heart, options).ListAsync();
        var drawn = Assert.IsType<DataContent>(Assert.Single(whole.Messages[0].Contents));
        Assert.Equal(drawn.Data.ToArray(), streamed.SelectMany(update => update.Contents).OfType<DataContent>().Single().Data.ToArray());
    }

    [Fact]
    public async Task Case40_a_picture_that_was_cut_short_is_an_error_within_the_answer()
    {
        var options = Drawing;
        options.MaxOutputTokens = 100;
        var response = await Client.GetResponseAsync(Heart, options);
        var error = Assert.IsType<ErrorContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal(("incomplete_picture", ChatFinishReason.Length), (error.ErrorCode, response.FinishReason));
        Assert.Contains("100 of its 256 codes", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, response.Usage!.AdditionalCounts![ChameleonUsageNames.OutputPictureTokens]);

        // It does not stand in the way of the next turn.
        Assert.NotEmpty((await Client.GetResponseAsync([User(Heart), .. response.Messages, User("Hello!")], Greedy)).Text);
    }

    [Fact]
    public async Task A_history_that_leaves_no_room_for_a_picture_is_refused_before_anything_is_read()
    {
        var broken = new DataContent("not a picture"u8.ToArray(), "image/png");
        var error = await Assert.ThrowsAsync<GenerationException>(() => Client.GetResponseAsync([User([.. Enumerable.Repeat(broken, 7)])], Drawing));
        Assert.Contains("a picture takes 256", error.Message, StringComparison.Ordinal);
    }

    private Task<ChatResponse> AskAsync(params AIContent[] contents) => Client.GetResponseAsync([User(contents)], Greedy);

    private async Task<DataContent> DrawAsync(ChatOptions options) =>
        Assert.IsType<DataContent>(Assert.Single((await Client.GetResponseAsync(Heart, options)).Messages[0].Contents));

    private sealed class Fetcher(byte[] file) : IPictureFetcher
    {
        public List<string> Asked { get; } = [];

        public ValueTask<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
        {
            Asked.Add(address.OriginalString);
            return new(file);
        }
    }
}
