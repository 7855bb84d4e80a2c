using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Images;

/// <summary>Drawing after given pictures with the demo model.</summary>
public sealed class ImageEditTests(DemoHost demo) : IClassFixture<DemoHost>, IDisposable
{
    private const string Heart = "Draw a big red heart in the center, on a white background.";

    private readonly ChameleonImageGenerator generator = new(demo.Host);

    [Fact]
    public async Task EditImagesAsync_SingleImage_puts_the_picture_before_the_words()
    {
        var original = new DataContent(SamplePictures.RedStar, "image/png");
        var edited = (DataContent)(await generator.EditImageAsync(original, "Draw this again.", Seeded(3))).Contents[0];

        var engine = await demo.Host.GetEngineAsync();
        var prompt = new PromptPart[]
        {
            new PromptPart.Picture(ImageDecoder.Decode(SamplePictures.RedStar)), new PromptPart.Text("Draw this again."), new PromptPart.EndOfTurn(),
        };
        var expected = await GenerationResult.CollectAsync(engine.GenerateAsync(prompt, new GenerationOptions { Mode = GenerationMode.Picture, Seed = 3 }));
        Assert.Equal(expected.Answers[0].Pictures[0].Codes, CodesList(edited));

        var without = (DataContent)(await generator.GenerateImagesAsync("Draw this again.", Seeded(3))).Contents[0];
        Assert.NotEqual(CodesOf(without), CodesOf(edited));
    }

    [Fact]
    public async Task GenerateThenEdit_takes_what_was_drawn_as_it_came_and_the_latest_edit_after_it()
    {
        var drawn = (await generator.GenerateImagesAsync(Heart, Seeded(5))).Contents;
        var edited = (await generator.EditImagesAsync(drawn, "Draw this again.", Seeded(6))).Contents;
        var editedAgain = (await generator.EditImagesAsync(edited, "Draw this again.", Seeded(7))).Contents;
        var codes = new[] { drawn, edited, editedAgain }.Select(contents => CodesOf((DataContent)Assert.Single(contents)));
        Assert.Equal(3, codes.Distinct().Count());
    }

    [Fact]
    public async Task An_original_is_told_by_its_bytes_however_it_is_sent()
    {
        var forms = new AIContent[]
        {
            new DataContent(SamplePictures.BlueCircle, "image/png"),
            new DataContent(SamplePictures.BlueCircle, "application/octet-stream"),
            new UriContent($"data:image/gif;base64,{Convert.ToBase64String(SamplePictures.BlueCircle)}", "image/gif"),
        };
        var edits = await Task.WhenAll(forms.Select(form => generator.EditImagesAsync([form], "again", Seeded(2))));
        Assert.Single(edits.Select(edit => CodesOf((DataContent)edit.Contents[0])).Distinct());
    }

    [Fact]
    public async Task An_edit_follows_the_guidance_of_its_pictures_and_needs_no_words()
    {
        var original = new DataContent(SamplePictures.BlueCircle, "image/png");
        var (loose, close) = (Seeded(4), Seeded(4));
        loose.AdditionalProperties![ChameleonOptionNames.GuidanceImage] = 1;
        close.AdditionalProperties![ChameleonOptionNames.GuidanceImage] = 4;
        var request = new ImageGenerationRequest { OriginalImages = [original] };
        var pictures = await Task.WhenAll(generator.GenerateAsync(request, loose), generator.GenerateAsync(request, close));
        Assert.NotEqual(CodesOf((DataContent)pictures[0].Contents[0]), CodesOf((DataContent)pictures[1].Contents[0]));
    }

    [Fact]
    public async Task Originals_are_enumerated_once_and_nothing_handed_over_is_changed()
    {
        var enumerations = 0;
        IEnumerable<AIContent> Once()
        {
            enumerations++;
            yield return new DataContent(SamplePictures.RedStar, "image/png");
        }

        var request = new ImageGenerationRequest("again", Once());
        var options = Seeded(1);
        options.Count = 2;
        await generator.GenerateAsync(request, options);
        Assert.Equal(1, enumerations);
        Assert.Equal("again", request.Prompt);
        Assert.Equal(2, options.Count);
        Assert.Equal([ChameleonOptionNames.Seed], options.AdditionalProperties!.Keys);
    }

    [Fact]
    public async Task Case25_more_originals_than_the_context_holds_are_refused_before_any_is_decoded()
    {
        var broken = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        var error = await Assert.ThrowsAsync<GenerationException>(() =>
            generator.GenerateAsync(new ImageGenerationRequest("all of them", Enumerable.Repeat(broken, ChameleonImageGenerator.MaxOriginals))));
        Assert.Equal(GenerationError.PromptTooLong, error.Error);
        Assert.Contains("64 pictures", error.Message, StringComparison.Ordinal);

        var tooMany = await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(new ImageGenerationRequest("endless", Endless(broken))));
        Assert.Contains("64", tooMany.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Originals_that_are_no_pictures_are_refused_by_name()
    {
        Assert.Contains("TextContent", (await Refused<NotSupportedException>(new TextContent("a cat"))).Message, StringComparison.Ordinal);
        Assert.Contains("text/plain", (await Refused<NotSupportedException>(new DataContent("a"u8.ToArray(), "text/plain"))).Message, StringComparison.Ordinal);
        Assert.Contains("IPictureFetcher", (await Refused<NotSupportedException>(new UriContent("http://127.0.0.1/cat.png", "image/png"))).Message, StringComparison.Ordinal);
        Assert.Contains("null", (await Refused<NotSupportedException>(null!)).Message, StringComparison.Ordinal);
        Assert.Contains("SVG", (await Refused<ImageFormatException>(new DataContent("<svg/>"u8.ToArray(), "image/png"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetcher_brings_originals_by_their_address()
    {
        var fetcher = new OneAddress(new Uri("https://example.org/star.png"), SamplePictures.RedStar);
        using var fetching = new ChameleonImageGenerator(demo.Host, fetcher);
        var fetched = await fetching.GenerateAsync(new ImageGenerationRequest("again", [new UriContent(fetcher.Address, "image/png")]), Seeded(8));
        var sent = await generator.GenerateAsync(new ImageGenerationRequest("again", [new DataContent(SamplePictures.RedStar, "image/png")]), Seeded(8));
        Assert.Equal(CodesOf((DataContent)sent.Contents[0]), CodesOf((DataContent)fetched.Contents[0]));
    }

    [Fact]
    public async Task What_a_mask_leaves_opaque_stays_code_for_code_and_the_rest_is_drawn_anew()
    {
        var engine = await demo.Host.GetEngineAsync();
        var before = await engine.EncodeAsync(ImageDecoder.Decode(SamplePictures.RedStar));
        var edited = await Masked(SamplePictures.LowerHalf, new DataContent(SamplePictures.RedStar, "image/png"));

        var after = CodesList((DataContent)edited.Contents[0]);
        Assert.Equal(before.Take(before.Length / 2), after.Take(before.Length / 2));
        Assert.NotEqual(before.Skip(before.Length / 2), after.Skip(before.Length / 2));
        Assert.Equal(before.Length / 2, engine.TransparentCodes(ImageDecoder.Decode(SamplePictures.LowerHalf, new ImageDecodeOptions { OpacityOnly = true })).Count(drawn => drawn));
    }

    [Fact]
    public async Task A_mask_that_fits_nothing_is_refused_in_a_sentence()
    {
        var star = new DataContent(SamplePictures.RedStar, "image/png");
        Assert.Contains("0 OriginalImages", (await Assert.ThrowsAsync<ArgumentException>(() => Masked(SamplePictures.LowerHalf))).Message, StringComparison.Ordinal);
        Assert.Contains("2 OriginalImages", (await Assert.ThrowsAsync<ArgumentException>(() => Masked(SamplePictures.LowerHalf, star, star))).Message, StringComparison.Ordinal);
        Assert.Contains("opaque everywhere", (await Assert.ThrowsAsync<ArgumentException>(() => Masked(SamplePictures.RedStar, star))).Message, StringComparison.Ordinal);
        var small = ImageEncoder.Png(new PixelImage(2, 3, new byte[18]));
        Assert.Contains("2 × 3", (await Assert.ThrowsAsync<ArgumentException>(() => Masked(small, star))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ImageFormatException>(() => Masked([1, 2, 3], star));
    }

    public void Dispose() => generator.Dispose();

    private Task<ImageGenerationResponse> Masked(byte[] mask, params AIContent[] originals)
    {
        var options = Seeded(9);
        options.RawRepresentationFactory = _ => new ChameleonImageOptions { Mask = new DataContent(mask, "image/png") };
        return generator.GenerateAsync(new ImageGenerationRequest("Draw a big blue circle.", originals), options);
    }

    private static ImageGenerationOptions Seeded(long seed) => new() { AdditionalProperties = new() { [ChameleonOptionNames.Seed] = seed } };

    private static IReadOnlyList<int> CodesList(DataContent content) => ((GenerationUpdate.Picture)content.RawRepresentation!).Codes;

    private static string CodesOf(DataContent content) => string.Join(' ', CodesList(content));

    [Fact]
    public async Task Of_several_originals_the_damaged_one_is_told_by_its_number()
    {
        var (whole, damaged) = (new DataContent(SamplePictures.RedStar, "image/png"), new DataContent(SamplePictures.RedStar.AsMemory(0, 100), "image/png"));
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => generator.GenerateAsync(new ImageGenerationRequest("again", [whole, damaged])));
        Assert.Contains("2 of 2", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<AIContent> Endless(AIContent content)
    {
        while (true)
        {
            yield return content;
        }
    }

    private async Task<T> Refused<T>(AIContent original)
        where T : Exception => await Assert.ThrowsAsync<T>(() => generator.GenerateAsync(new ImageGenerationRequest("again", [original])));

    private sealed class OneAddress(Uri address, byte[] file) : IPictureFetcher
    {
        public Uri Address => address;

        public ValueTask<byte[]> FetchAsync(Uri asked, CancellationToken cancellationToken) =>
            asked == address ? new(file) : throw new HttpRequestException("Unknown.");
    }
}
