using System.Drawing;
using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Images;

/// <summary>What a caller's options mean, before anything is drawn.</summary>
public sealed class DrawingPlanTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private readonly ModelInfo model = demo.Host.TryGetEngine(out var engine) ? engine.Info : throw new InvalidOperationException("Not loaded.");

    [Fact]
    public void Without_options_one_picture_of_the_models_own_size_is_drawn_as_PNG()
    {
        var plan = Plan(null);
        Assert.Equal(1, plan.Generation.Answers);
        Assert.Equal(GenerationMode.Picture, plan.Generation.Mode);
        Assert.Null(plan.Size);
        Assert.Equal("image/png", plan.Format.MediaType);
        Assert.Equal(new PictureOptions(), plan.Generation.Picture);
    }

    [Fact]
    public void Without_a_seed_each_request_has_its_own_and_says_which() =>
        Assert.NotEqual(Plan(null).Generation.Seed!.Value, Plan(null).Generation.Seed!.Value);

    [Theory]
    [InlineData(1)]
    [InlineData(ChameleonImageGenerator.MaxCount)]
    public void Count_is_the_number_of_answers(int count) =>
        Assert.Equal(count, Plan(new ImageGenerationOptions { Count = count }).Generation.Answers);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ChameleonImageGenerator.MaxCount + 1)]
    [InlineData(int.MaxValue)]
    public void Case38_a_count_out_of_range_is_refused_with_value_and_limit(int count) =>
        Refused(new ImageGenerationOptions { Count = count }, "Count", count, "from 1 to 64");

    [Fact]
    public void The_models_own_size_is_no_resampling() =>
        Assert.Null(Plan(new ImageGenerationOptions { ImageSize = new Size(model.PictureSize, model.PictureSize) }).Size);

    [Fact]
    public void Another_size_is_kept_exactly() =>
        Assert.Equal(new Size(300, 17), Plan(new ImageGenerationOptions { ImageSize = new Size(300, 17) }).Size);

    [Theory]
    [InlineData(0, 64, 0)]
    [InlineData(64, 0, 0)]
    [InlineData(-5, 64, -5)]
    [InlineData(64, ChameleonImageGenerator.MaxSide + 1, ChameleonImageGenerator.MaxSide + 1)]
    public void Case38_a_side_out_of_range_is_refused_with_value_and_limit(int width, int height, int told) =>
        Refused(new ImageGenerationOptions { ImageSize = new Size(width, height) }, "ImageSize", told, "from 1 to 4096");

    [Fact]
    public void Many_large_pictures_at_once_are_refused_by_their_pixels() => Refused(
        new ImageGenerationOptions { ImageSize = new Size(4096, 4096), Count = 5 }, "ImageSize times Count", 5L * 4096 * 4096, "67108864 pixels");

    [Theory]
    [InlineData("image/png", "image/png", "png")]
    [InlineData(" IMAGE/PNG ", "image/png", "png")]
    [InlineData("image/jpeg", "image/jpeg", "jpg")]
    [InlineData("image/jpg", "image/jpeg", "jpg")]
    [InlineData("image/webp", "image/webp", "webp")]
    [InlineData("", "image/png", "png")]
    public void The_media_type_chooses_the_format(string asked, string mediaType, string extension)
    {
        var format = Plan(new ImageGenerationOptions { MediaType = asked }).Format;
        Assert.Equal((mediaType, extension), (format.MediaType, format.Extension));
    }

    [Theory]
    [InlineData("image/svg+xml")]
    [InlineData("image/gif")]
    [InlineData("text/plain")]
    public void Other_media_types_are_refused_by_name(string asked)
    {
        var error = Assert.Throws<NotSupportedException>(() => Plan(new ImageGenerationOptions { MediaType = asked }));
        Assert.Contains(asked, error.Message, StringComparison.Ordinal);
        Assert.Contains("image/webp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_media_type_of_a_million_characters_is_not_repeated_in_the_message() =>
        Assert.True(Assert.Throws<NotSupportedException>(() => Plan(new ImageGenerationOptions { MediaType = new string('x', 1_000_000) })).Message.Length < 300);

    public static TheoryData<object> Twos => [2, 2L, 2f, 2d, 2m, "2", JsonSerializer.SerializeToElement(2), JsonSerializer.SerializeToElement(2.0)];

    [Theory]
    [MemberData(nameof(Twos))]
    public void Numbers_among_the_additional_properties_come_in_any_form(object two)
    {
        var plan = Plan(With((ChameleonOptionNames.GuidanceText, two), (ChameleonOptionNames.PictureTopK, two), (ChameleonOptionNames.Seed, two)));
        Assert.Equal(2, plan.Generation.Picture.TextGuidanceScale);
        Assert.Equal(2, plan.Generation.Picture.Sampling.TopK);
        Assert.Equal(2, plan.Generation.Seed);
    }

    public static TheoryData<object> LargeSeeds => [long.MinValue + 1, "-9223372036854775807", JsonSerializer.SerializeToElement(long.MinValue + 1)];

    [Theory]
    [MemberData(nameof(LargeSeeds))]
    public void A_seed_keeps_all_its_bits(object seed) =>
        Assert.Equal(long.MinValue + 1, Plan(With((ChameleonOptionNames.Seed, seed))).Generation.Seed);

    public static TheoryData<object> NoSeeds => [1.5, "one", true, JsonSerializer.SerializeToElement(1e300), double.NaN];

    [Theory]
    [MemberData(nameof(NoSeeds))]
    public void A_seed_that_is_none_is_refused_by_name(object seed) => Assert.Contains(
        "seed", Assert.ThrowsAny<ArgumentException>(() => Plan(With((ChameleonOptionNames.Seed, seed)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_drawing_option_arrives()
    {
        var picture = Plan(With(
            (ChameleonOptionNames.GuidanceText, 5.5),
            (ChameleonOptionNames.GuidanceImage, 2.5),
            (ChameleonOptionNames.NegativePrompt, "blue"),
            (ChameleonOptionNames.PictureTemperature, 0.5),
            (ChameleonOptionNames.PictureTopP, 0.25),
            (ChameleonOptionNames.AllowUntrained, true))).Generation.Picture;
        Assert.Equal((5.5f, 2.5f, "blue", true), (picture.TextGuidanceScale, picture.ImageGuidanceScale, picture.NegativePrompt, picture.AllowUntrained));
        Assert.Equal((0.5f, 0.25f), (picture.Sampling.Temperature, picture.Sampling.TopP));
    }

    [Theory]
    [InlineData(ChameleonOptionNames.GuidanceText, 101)]
    [InlineData(ChameleonOptionNames.GuidanceImage, double.NaN)]
    [InlineData(ChameleonOptionNames.PictureTopP, 0)]
    [InlineData(ChameleonOptionNames.PictureTemperature, -1)]
    public void Case38_additional_properties_out_of_range_are_refused_by_name(string name, double value) =>
        Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => Plan(With((name, value)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Properties_of_others_and_the_mode_of_a_chat_are_left_alone() =>
        Assert.Equal(GenerationMode.Picture, Plan(With(("their.key", new object()), (ChameleonOptionNames.Mode, "text"))).Generation.Mode);

    [Fact]
    public void What_the_raw_representation_sets_stays_and_the_rest_is_filled_in()
    {
        var options = With((ChameleonOptionNames.GuidanceText, 9), (ChameleonOptionNames.GuidanceImage, 8), (ChameleonOptionNames.Seed, 7));
        options.Count = 6;
        options.RawRepresentationFactory = _ => new GenerationOptions { Seed = 5, Picture = new PictureOptions { TextGuidanceScale = 4 } };
        var generation = Plan(options).Generation;
        Assert.Equal((6, 5), (generation.Answers, generation.Seed));
        Assert.Equal((4, 8), (generation.Picture.TextGuidanceScale, generation.Picture.ImageGuidanceScale));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void As_many_previews_as_wanted_fit_before_the_picture_is_whole(int wanted)
    {
        var every = Watched(new ImageGenerationOptions { StreamingCount = wanted }).Generation.Picture.PreviewEvery;
        var previews = (model.CodesPerPicture - 1) / every;
        Assert.InRange(previews, Math.Min(wanted, model.CodesPerPicture / 4), wanted);
    }

    [Fact]
    public void Nobody_watching_means_no_previews_and_no_progress()
    {
        var picture = Plan(With((ChameleonOptionNames.PreviewEvery, 8), (ChameleonOptionNames.ProgressEvery, 8))).Generation.Picture;
        Assert.Equal((0, 0), (picture.PreviewEvery, picture.ProgressEvery));
        Assert.Equal(0, Plan(new ImageGenerationOptions { StreamingCount = 3 }).Generation.Picture.PreviewEvery);
    }

    [Fact]
    public void A_watcher_is_told_some_fifty_times_and_shown_previews_only_when_asked_for()
    {
        var picture = Watched(new ImageGenerationOptions()).Generation.Picture;
        Assert.Equal(0, picture.PreviewEvery);
        Assert.InRange(model.CodesPerPicture / picture.ProgressEvery, 40, 64);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(ChameleonImageGenerator.MaxPreviews + 1)]
    public void Case38_previews_out_of_range_are_refused_with_value_and_limit(int count) =>
        Refused(new ImageGenerationOptions { StreamingCount = count }, "StreamingCount", count, "from 0 to 100");

    private static ImageGenerationOptions With(params (string Name, object Value)[] properties) => new()
    {
        AdditionalProperties = new AdditionalPropertiesDictionary(properties.Select(property => KeyValuePair.Create(property.Name, (object?)property.Value))),
    };

    private DrawingPlan Watched(ImageGenerationOptions options)
    {
        options.RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = new Reports() };
        return Plan(options);
    }

    private DrawingPlan Plan(ImageGenerationOptions? options)
    {
        using var generator = new ChameleonImageGenerator(demo.Host);
        return DrawingPlan.Of(options, generator, model);
    }

    private void Refused(ImageGenerationOptions options, string name, object value, string limit)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Plan(options));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.Equal(value, error.ActualValue);
    }
}
