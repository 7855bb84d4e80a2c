using System.Drawing;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Images;

/// <summary>Drawing with the demo model.</summary>
public sealed class ChameleonImageGeneratorTests(DemoHost demo) : IClassFixture<DemoHost>, IDisposable
{
    private const string Heart = "Draw a big red heart in the center, on a white background.";

    private readonly ChameleonImageGenerator generator = new(demo.Host);

    [Fact]
    public async Task GenerateImagesAsync_SingleImageGeneration()
    {
        var response = await generator.GenerateImagesAsync(Heart, Seeded(5));
        var content = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        Assert.True(content.HasTopLevelMediaType("image"));
        Assert.Equal(("image/png", "picture-1.png"), (content.MediaType, content.Name));
        var picture = ImageDecoder.Decode(content.Data.Span);
        Assert.Equal((64, 64), (picture.Width, picture.Height));
        Assert.Equal(Reddish(picture), Reddish(await DrawnByEngine(5)));
        Assert.InRange(Reddish(picture), 200, 3000);
    }

    [Fact]
    public async Task GenerateImagesAsync_MultipleImages_and_each_can_be_drawn_again_alone_by_its_seed()
    {
        var options = Seeded(9);
        options.Count = 3;
        var pictures = (await generator.GenerateImagesAsync(Heart, options)).Contents.Cast<DataContent>().ToArray();
        Assert.Equal(["picture-1.png", "picture-2.png", "picture-3.png"], pictures.Select(picture => picture.Name));
        Assert.Equal(3, pictures.Select(CodesOf).Distinct().Count());
        Assert.Equal(9, SeedOf(pictures[0]));

        var again = (DataContent)(await generator.GenerateImagesAsync(Heart, Seeded(SeedOf(pictures[2])))).Contents[0];
        Assert.Equal(CodesOf(pictures[2]), CodesOf(again));
        Assert.Equal(pictures[2].Data.ToArray(), again.Data.ToArray());
    }

    [Fact]
    public async Task Another_size_and_format_are_made_from_the_models_own_picture()
    {
        var options = Seeded(5);
        options.ImageSize = new Size(96, 48);
        options.MediaType = "image/webp";
        options.ResponseFormat = ImageGenerationResponseFormat.Uri;
        var content = Assert.IsType<DataContent>(Assert.Single((await generator.GenerateImagesAsync(Heart, options)).Contents));
        Assert.Equal(("image/webp", "picture-1.webp"), (content.MediaType, content.Name));
        Assert.Equal("RIFF"u8.ToArray(), content.Data[..4].ToArray());
        var picture = ImageDecoder.Decode(content.Data.Span);
        Assert.Equal((96, 48), (picture.Width, picture.Height));
        Assert.Equal(64, ((GenerationUpdate.Picture)content.RawRepresentation!).Pixels.Width);
        Assert.InRange(Reddish(picture), 200, 96 * 48 * 3 / 4);
    }

    [Fact]
    public async Task A_PNG_says_how_it_was_drawn_and_carries_its_codes()
    {
        var options = Seeded(11);
        options.Count = 2;
        options.AdditionalProperties![ChameleonOptionNames.NegativePrompt] = "blue";
        var contents = (await generator.GenerateImagesAsync(Heart, options)).Contents.Cast<DataContent>().ToArray();
        var notes = PictureNotes.Read(contents[1].Data.Span)!;
        Assert.Equal((Heart, "blue", "chameleon-tiny"), (notes.Prompt, notes.NegativePrompt, notes.Model));
        Assert.Equal(SeedOf(contents[1]), notes.Seed);
        Assert.Equal(CodesList(contents[1]), notes.Codes);
        Assert.Contains("guidance", notes.Settings, StringComparison.Ordinal);
        var engine = await demo.Host.GetEngineAsync();
        Assert.Equal(engine.Info.PictureFingerprint, notes.Tokenizer);
        Assert.Equal(ImageDecoder.Decode(contents[1].Data.Span).Data, (await engine.DecodeAsync(notes.Codes!)).Data);
    }

    [Fact]
    public async Task A_resampled_PNG_carries_no_codes_as_they_would_be_another_pictures()
    {
        var options = Seeded(11);
        options.ImageSize = new Size(32, 32);
        var notes = PictureNotes.Read(((DataContent)(await generator.GenerateImagesAsync(Heart, options)).Contents[0]).Data.Span)!;
        Assert.Equal(11, notes.Seed);
        Assert.Null(notes.Codes);
    }

    [Fact]
    public async Task Previews_of_each_picture_come_before_it_as_many_as_asked_for()
    {
        var reports = new Reports();
        var options = Seeded(5);
        (options.Count, options.StreamingCount) = (2, 3);
        options.RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = reports };
        var response = await generator.GenerateImagesAsync(Heart, options);
        Assert.Equal(2, response.Contents.Count);
        Assert.All(response.Contents, content => Assert.IsType<DataContent>(content));
        foreach (var picture in reports.All.GroupBy(report => report.Picture))
        {
            Assert.All(picture, report => Assert.Equal((2, 256), (report.Pictures, report.Total)));
            Assert.Equal(picture.Select(report => report.Done).Order(), picture.Select(report => report.Done));
            Assert.InRange(picture.Count(report => report.Preview is not null), 1, 3);
            Assert.InRange(picture.Count(), 40, 70);
        }

        Assert.Equal([0, 1], reports.All.Select(report => report.Picture).Distinct().Order());
    }

    [Fact]
    public async Task Who_waits_is_told_how_many_are_ahead()
    {
        var engine = await ChameleonEngine.LoadAsync(DemoHost.ModelDirectory, new EngineOptions { MaxRunning = 1 });
        await using var host = new ChameleonEngineHost(engine);
        using var narrow = new ChameleonImageGenerator(host);
        using var told = new ManualResetEventSlim();
        var second = new Reports(_ => told.Set());
        Task<ImageGenerationResponse>? waiting = null;
        var first = new Reports(_ => waiting ??= narrow.GenerateImagesAsync(Heart, Watching(second)));
        await narrow.GenerateImagesAsync(Heart, Watching(first, new SlowUntil(told)));
        await waiting!;
        Assert.Equal(0, second.All[0].Ahead);
        Assert.Equal((0, 256), (second.All[0].Done, second.All[0].Total));
        Assert.Null(second.All[^1].Ahead);
        Assert.All(first.All, report => Assert.Null(report.Ahead));
    }

    [Fact]
    public async Task Watching_changes_nothing_about_the_picture()
    {
        var watched = Seeded(6);
        watched.StreamingCount = 2;
        watched.RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = new Reports() };
        var pictures = await Task.WhenAll(generator.GenerateImagesAsync(Heart, watched), generator.GenerateImagesAsync(Heart, Seeded(6)));
        Assert.Equal(CodesOf((DataContent)pictures[0].Contents[0]), CodesOf((DataContent)pictures[1].Contents[0]));
    }

    [Fact]
    public async Task Usage_counts_the_prompt_once_and_every_picture()
    {
        var options = Seeded(1);
        options.Count = 2;
        var edit = await generator.GenerateAsync(new ImageGenerationRequest("again", [new DataContent(SamplePictures.RedStar, "image/png")]), options);
        var usage = edit.Usage!;
        Assert.InRange(usage.InputTokenCount!.Value, 258, 270);
        Assert.Equal(2 * 256, usage.AdditionalCounts![ChameleonUsageNames.OutputPictureTokens]);
        Assert.Equal(258, usage.AdditionalCounts[ChameleonUsageNames.InputPictureTokens]);
        Assert.InRange(usage.OutputTokenCount!.Value, 2 * 256, (2 * 256) + 8);
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        Assert.Equal(2, Assert.IsType<GenerationResult>(edit.RawRepresentation).Answers.Count);
    }

    [Fact]
    public async Task Callers_side_by_side_get_what_they_would_get_alone()
    {
        var together = await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => generator.GenerateImagesAsync(Heart, Seeded(seed))));
        var alone = await generator.GenerateImagesAsync(Heart, Seeded(3));
        Assert.Equal(CodesOf((DataContent)alone.Contents[0]), CodesOf((DataContent)together[2].Contents[0]));
        Assert.Equal(4, together.Select(response => CodesOf((DataContent)response.Contents[0])).Distinct().Count());
    }

    [Fact]
    public async Task A_negative_prompt_changes_the_picture()
    {
        var options = Seeded(2);
        options.AdditionalProperties![ChameleonOptionNames.NegativePrompt] = "a red heart";
        var pictures = await Task.WhenAll(generator.GenerateImagesAsync(Heart, options), generator.GenerateImagesAsync(Heart, Seeded(2)));
        Assert.NotEqual(CodesOf((DataContent)pictures[0].Contents[0]), CodesOf((DataContent)pictures[1].Contents[0]));
    }

    [Fact]
    public async Task Case42_cancelling_in_the_middle_ends_the_drawing_and_frees_its_place()
    {
        using var cancellation = new CancellationTokenSource();
        var options = Seeded(1);
        options.RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = new Reports(_ => cancellation.Cancel()) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateImagesAsync(Heart, options, cancellation.Token));
        Assert.Single((await generator.GenerateImagesAsync(Heart, Seeded(1))).Contents);
    }

    [Fact]
    public async Task Case42_what_is_cancelled_before_it_begins_does_not_begin()
    {
        var reports = new Reports();
        var options = new ImageGenerationOptions { RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = reports } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateImagesAsync(Heart, options, new CancellationToken(canceled: true)));
        Assert.Empty(reports.All);
    }

    [Fact]
    public async Task A_picture_cut_short_is_an_error_content_and_no_picture()
    {
        var options = Seeded(1);
        options.RawRepresentationFactory = _ => new GenerationOptions { MaxNewTokens = 40 };
        var response = await generator.GenerateImagesAsync(Heart, options);
        var error = Assert.IsType<ErrorContent>(Assert.Single(response.Contents));
        Assert.Equal("incomplete_picture", error.ErrorCode);
        Assert.Contains("of 256 codes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_may_not_draw_is_refused_in_one_sentence_unless_the_caller_answers_for_it()
    {
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = Golden.Path("chameleon", "plain") });
        using var reader = new ChameleonImageGenerator(host);
        var error = await Assert.ThrowsAsync<GenerationException>(() => reader.GenerateImagesAsync("a cat"));
        Assert.Equal(GenerationError.PicturesNotAllowed, error.Error);
        Assert.Contains("image_generation", error.Message, StringComparison.Ordinal);

        var options = new ImageGenerationOptions { AdditionalProperties = new() { [ChameleonOptionNames.AllowUntrained] = true } };
        Assert.Single((await reader.GenerateImagesAsync("a cat", options)).Contents);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Case37_nothing_to_draw_is_refused(string? prompt) =>
        Assert.Equal("request", (await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(new ImageGenerationRequest { Prompt = prompt }))).ParamName);

    [Fact]
    public async Task Case38_a_prompt_longer_than_the_context_is_refused_with_its_length()
    {
        var error = await Assert.ThrowsAsync<GenerationException>(() => generator.GenerateImagesAsync(string.Concat(Enumerable.Repeat("a red heart ", 20_000))));
        Assert.Equal(GenerationError.PromptTooLong, error.Error);
    }

    [Fact]
    public void A_missing_request_is_told_at_once() => Assert.Throws<ArgumentNullException>(() => { _ = generator.GenerateAsync(null!); });

    [Fact]
    public void Services_are_found_by_type()
    {
        Assert.Same(generator, generator.GetService(typeof(IImageGenerator)));
        Assert.Same(generator, generator.GetService<ChameleonImageGenerator>());
        Assert.Same(demo.Host, generator.GetService<ChameleonEngineHost>());
        var metadata = generator.GetRequiredService<ImageGeneratorMetadata>();
        Assert.Equal(("chameleon", "chameleon-tiny"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Null(metadata.ProviderUri);
        Assert.Null(generator.GetService(typeof(string)));
        Assert.Null(generator.GetService(typeof(IImageGenerator), "key"));
        Assert.Throws<ArgumentNullException>(() => generator.GetService(null!));
    }

    [Fact]
    public void Disposing_leaves_the_host_to_its_owner()
    {
        generator.Dispose();
        Assert.True(demo.Host.TryGetEngine(out _));
    }

    public void Dispose() => generator.Dispose();

    private static ImageGenerationOptions Seeded(long seed) => new() { AdditionalProperties = new() { [ChameleonOptionNames.Seed] = seed } };

    private static ImageGenerationOptions Watching(Reports reports, params ILogitsProcessor[] processors)
    {
        var options = Seeded(1);
        options.RawRepresentationFactory = _ => new ChameleonImageOptions
        {
            Progress = reports,
            Generation = new() { Picture = new() { Processors = processors } },
        };
        return options;
    }

    private static IReadOnlyList<int> CodesList(DataContent content) => ((GenerationUpdate.Picture)content.RawRepresentation!).Codes;

    private static string CodesOf(DataContent content) => string.Join(' ', CodesList(content));

    private static long SeedOf(DataContent content) => (long)content.AdditionalProperties![ChameleonOptionNames.Seed]!;

    private static int Reddish(PixelImage picture) => Enumerable.Range(0, picture.Width * picture.Height)
        .Count(i => picture.Data[3 * i] > 150 && picture.Data[(3 * i) + 1] < 120 && picture.Data[(3 * i) + 2] < 120);

    private async Task<PixelImage> DrawnByEngine(long seed)
    {
        var engine = await demo.Host.GetEngineAsync();
        PromptPart[] prompt = [new PromptPart.Text(Heart), new PromptPart.EndOfTurn()];
        var result = await GenerationResult.CollectAsync(engine.GenerateAsync(prompt, new GenerationOptions { Mode = GenerationMode.Picture, Seed = seed }));
        return result.Answers[0].Pictures[0].Pixels;
    }
}
