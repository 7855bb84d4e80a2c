using Chameleon.Connector.Tests.Images;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Plugin;

/// <summary>Looking and drawing with the demo model.</summary>
public sealed class ChameleonPluginTests(DemoHost demo) : IClassFixture<DemoHost>, IDisposable
{
    private readonly ChameleonChatClient eyes = new(demo.Host);
    private readonly ChameleonImageGenerator brush = new(demo.Host);

    [Fact]
    public async Task A_picture_is_described_in_base64_as_a_data_URI_and_by_its_reference_alike()
    {
        var plugin = Plugin();
        var base64 = Convert.ToBase64String(SamplePictures.RedStar);
        var reference = plugin.Pictures.Add(SamplePictures.RedStar, "image/png", "a star").Uri;
        var answers = await Task.WhenAll(
            plugin.DescribePictureAsync(base64),
            plugin.DescribePictureAsync($"data:image/png;base64,{base64}"),
            plugin.DescribePictureAsync(reference));
        Assert.Equal(Enumerable.Repeat("I see a big red star in the center, on a white background.", 3), answers);
    }

    [Fact]
    public async Task Questions_are_answered_about_one_picture_and_about_two()
    {
        var plugin = Plugin();
        var star = plugin.Pictures.Add(SamplePictures.RedStar, "image/png", "a star").Uri;
        var shapes = plugin.Pictures.Add(SamplePictures.ThreeShapes, "image/jpeg", "three shapes").Uri;
        Assert.Equal("There are three shapes.", await plugin.AskAboutPictureAsync(shapes, "How many shapes are there?"));
        var common = await plugin.ComparePicturesAsync([star, shapes]);
        Assert.NotEmpty(common);
        Assert.Equal(common, await plugin.ComparePicturesAsync([star, shapes], "What do these images have in common?"));
        Assert.NotEqual(common, await plugin.DescribePictureAsync(star));
    }

    [Fact]
    public async Task A_drawing_is_a_reference_that_the_other_functions_take()
    {
        var plugin = Plugin();
        var drawn = await plugin.DrawPictureAsync("Draw a big red heart in the center, on a white background.", count: 2, seed: 5);
        Assert.Equal(2, drawn.Pictures.Count);
        Assert.Equal(5, drawn.Pictures[0].Seed);
        Assert.True(plugin.Pictures.TryGet(drawn.Pictures[1].Uri, out var kept));
        Assert.Equal(("image/png", "Draw a big red heart in the center, on a white background."), (kept.MediaType, kept.Description));
        Assert.Equal(64, ImageDecoder.Decode(kept.Data.Span).Width);
        Assert.StartsWith("I see", await plugin.DescribePictureAsync(drawn.Pictures[1].Uri), StringComparison.Ordinal);

        var again = await plugin.DrawPictureAsync("Draw a big red heart in the center, on a white background.", seed: drawn.Pictures[1].Seed);
        Assert.True(plugin.Pictures.TryGet(again.Pictures[0].Uri, out var redrawn));
        Assert.Equal(kept.Data.ToArray(), redrawn.Data.ToArray());
    }

    [Fact]
    public async Task A_drawing_starts_from_pictures_avoids_what_it_is_told_and_can_be_watched()
    {
        var plugin = Plugin(new ChameleonPluginOptions { Drawing = new ImageGenerationOptions { StreamingCount = 1 } });
        var reports = new Reports();
        var star = plugin.Pictures.Add(SamplePictures.RedStar, "image/png", "a star").Uri;
        var after = await plugin.DrawPictureAsync("again", avoid: "red", originals: [star], seed: 1, progress: reports);
        var before = await plugin.DrawPictureAsync("again", seed: 1);
        Assert.NotEqual(Bytes(plugin, before), Bytes(plugin, after));
        Assert.InRange(reports.All.Count, 40, 70);
        Assert.Single(reports.All, report => report.Preview is not null);
        var notes = PictureNotes.Read(Bytes(plugin, after))!;
        Assert.Equal(("again", "red"), (notes.Prompt, notes.NegativePrompt));
    }

    [Fact]
    public async Task A_program_is_refused_by_an_exception_with_the_sentence_a_model_would_read()
    {
        var plugin = Plugin();
        var error = await Assert.ThrowsAsync<ChameleonPluginException>(() => plugin.ComparePicturesAsync(["AAAA"]));
        Assert.Equal("The argument 'pictures' has 1 entries; it takes 2 to 8.", error.Message);
        await Assert.ThrowsAsync<ChameleonPluginException>(() => plugin.DrawPictureAsync("cat", count: 5));
        await Assert.ThrowsAsync<ChameleonPluginException>(() => plugin.DrawPictureAsync("cat", originals: new string[9]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => plugin.DrawPictureAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => plugin.AskAboutPictureAsync("AAAA", null!));
    }

    [Fact]
    public async Task What_the_engine_and_the_decoder_refuse_is_one_sentence_too()
    {
        var plugin = Plugin();
        var notAPicture = await Assert.ThrowsAsync<ChameleonPluginException>(() => plugin.DescribePictureAsync("/etc/passwd"));
        Assert.Contains("not a picture of a known kind", notAPicture.Message, StringComparison.Ordinal);
        Assert.IsType<ImageFormatException>(notAPicture.InnerException);

        var star = Convert.ToBase64String(SamplePictures.RedStar);
        var tooLong = await Assert.ThrowsAsync<ChameleonPluginException>(() => plugin.ComparePicturesAsync([.. Enumerable.Repeat(star, 8)]));
        Assert.Contains("context", tooLong.Message, StringComparison.Ordinal);
        Assert.IsType<GenerationException>(tooLong.InnerException);
    }

    [Fact]
    public async Task A_checkpoint_that_may_not_draw_says_so_to_the_model()
    {
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = Golden.Path("chameleon", "plain") });
        using var reader = new ChameleonImageGenerator(host);
        var plugin = new ChameleonPlugin(eyes, reader);
        var refusal = Assert.IsType<PluginRefusal>(await plugin.Functions[3].InvokeAsync(new() { ["prompt"] = "a cat" }));
        Assert.Contains("image_generation", refusal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_are_left_to_the_chat_client_only_when_the_program_allows_it()
    {
        var refused = await Assert.ThrowsAsync<ChameleonPluginException>(() => Plugin().DescribePictureAsync("https://example.org/cat.png"));
        Assert.Contains("not fetched from the web here", refused.Message, StringComparison.Ordinal);

        var allowed = Plugin(new ChameleonPluginOptions { AllowRemotePictures = true });
        var byClient = await Assert.ThrowsAsync<ChameleonPluginException>(() => allowed.DescribePictureAsync("https://example.org/cat.png"));
        Assert.IsType<NotSupportedException>(byClient.InnerException);
        var path = await Assert.ThrowsAsync<ChameleonPluginException>(() => allowed.DescribePictureAsync("file:///etc/passwd"));
        Assert.Contains("This is not a picture", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_refusal()
    {
        var cancelled = new CancellationToken(canceled: true);
        var star = Convert.ToBase64String(SamplePictures.RedStar);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Plugin().Functions[0].InvokeAsync(new() { ["picture"] = star }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Plugin().DrawPictureAsync("a cat", cancellationToken: cancelled));
    }

    [Fact]
    public void Options_are_read_once()
    {
        var options = new ChameleonPluginOptions { Pictures = new PictureStore() };
        var plugin = Plugin(options);
        var store = options.Pictures;
        options.Pictures = null;
        options.Answering.Temperature = 5;
        Assert.Same(store, plugin.Pictures);
    }

    public void Dispose()
    {
        ((IDisposable)eyes).Dispose();
        brush.Dispose();
    }

    private static byte[] Bytes(ChameleonPlugin plugin, DrawnPictures drawn) =>
        plugin.Pictures.TryGet(drawn.Pictures[0].Uri, out var picture) ? picture.Data.ToArray() : [];

    private ChameleonPlugin Plugin(ChameleonPluginOptions? options = null) => new(eyes, brush, options);
}
