using System.Text.Json;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

public sealed class GenerationOptionsMapperTests
{
    [Fact]
    public void Nothing_asked_is_metas_defaults_with_a_seed_that_can_be_told()
    {
        var mapped = Map(null);
        Assert.NotNull(mapped.Seed);
        Assert.Equal(SamplingOptions.ForText, mapped.Text);
        Assert.Equal(new PictureOptions(), mapped.Picture);
        Assert.Equal((GenerationMode.Text, null, 1, null), (mapped.Mode, mapped.MaxNewTokens, mapped.Answers, mapped.CacheScope));
        Assert.Empty(mapped.StopStrings);
        Assert.Equal(Map(new ChatOptions()) with { Seed = 1, StopStrings = [], LogitBias = mapped.LogitBias }, mapped with { Seed = 1, StopStrings = [] });
    }

    [Fact]
    public void Every_option_has_its_place()
    {
        var options = new ChatOptions
        {
            Temperature = 0.1f,
            TopP = 0.2f,
            TopK = 3,
            FrequencyPenalty = 0.4f,
            PresencePenalty = 0.5f,
            MaxOutputTokens = 6,
            Seed = 7,
            StopSequences = ["8"],
        };
        options.With("mode", "interleaved").With("guidance_text", 9).With("guidance_image", 10).With("negative_prompt", "11")
            .With("preview_every", 12).With("progress_every", 13).With("picture_temperature", 0.14).With("picture_top_p", 0.15)
            .With("picture_top_k", 16).With("repetition_penalty", 17).With("min_p", 0.18).With("typical_p", 0.19)
            .With("cache_scope", "20").With("allow_untrained", true);
        var mapped = Map(options);
        var expected = new GenerationOptions
        {
            Mode = GenerationMode.Interleaved,
            MaxNewTokens = 6,
            Seed = 7,
            CacheScope = "20",
            Text = new SamplingOptions
            {
                Temperature = 0.1f,
                TopP = 0.2f,
                TopK = 3,
                FrequencyPenalty = 0.4f,
                PresencePenalty = 0.5f,
                RepetitionPenalty = 17,
                MinP = 0.18f,
                TypicalP = 0.19f,
            },
            Picture = new PictureOptions
            {
                TextGuidanceScale = 9,
                ImageGuidanceScale = 10,
                NegativePrompt = "11",
                PreviewEvery = 12,
                ProgressEvery = 13,
                AllowUntrained = true,
                Sampling = new SamplingOptions { Temperature = 0.14f, TopP = 0.15f, TopK = 16 },
            },
        };
        Assert.Equal(["8"], mapped.StopStrings);
        Assert.Equal(expected, mapped with { StopStrings = expected.StopStrings, LogitBias = expected.LogitBias });
    }

    [Fact]
    public void Where_only_a_picture_is_made_the_plain_options_are_the_pictures()
    {
        var options = new ChatOptions { Temperature = 0.3f, TopP = 0.4f, TopK = 5 };
        Assert.Equal((0.7f, 0.9f, 0), Sampling(Map(options.With("mode", "interleaved"))));
        Assert.Equal((0.3f, 0.4f, 5), Sampling(Map(options.With("mode", "picture"))));
        Assert.Equal((0.6f, 0.4f, 5), Sampling(Map(options.With("picture_temperature", 0.6))));

        static (float, float, int) Sampling(GenerationOptions mapped) =>
            (mapped.Picture.Sampling.Temperature, mapped.Picture.Sampling.TopP, mapped.Picture.Sampling.TopK);
    }

    [Fact]
    public void Where_nobody_watches_there_is_nothing_to_see()
    {
        var mapped = GenerationOptionsMapper.Map(new ChatOptions().With("preview_every", 8).With("progress_every", 4), null!, null, isWatched: false);
        Assert.Equal((0, 0), (mapped.Picture.PreviewEvery, mapped.Picture.ProgressEvery));
    }

    [Fact]
    public void What_a_factory_sets_stays_and_the_rest_is_filled()
    {
        var raw = new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Seed = 5,
            CacheScope = "raw",
            StopStrings = ["raw"],
            Text = SamplingOptions.ForText with { TopK = 9, NoRepeatNgramSize = 2 },
            Picture = new PictureOptions { TextGuidanceScale = 8, NegativePrompt = "raw" },
        };
        var options = new ChatOptions { TopK = 1, TopP = 0.5f, Seed = 6, StopSequences = ["late"], RawRepresentationFactory = _ => raw };
        options.With("guidance_text", 2).With("guidance_image", 3).With("negative_prompt", "late").With("cache_scope", "late").With("mode", "text");
        var mapped = Map(options);
        Assert.Equal((9, 0.5f, 2), (mapped.Text.TopK, mapped.Text.TopP, mapped.Text.NoRepeatNgramSize));
        Assert.Equal((8f, 3f, "raw"), (mapped.Picture.TextGuidanceScale, mapped.Picture.ImageGuidanceScale, mapped.Picture.NegativePrompt));
        Assert.Equal((GenerationMode.Picture, 5L, "raw"), (mapped.Mode, mapped.Seed!.Value, mapped.CacheScope));
        Assert.Equal(["raw"], mapped.StopStrings);
    }

    [Fact]
    public void A_scope_is_the_requests_or_else_the_clients()
    {
        Assert.Equal("mine", GenerationOptionsMapper.Map(new ChatOptions().With("cache_scope", "mine"), null!, "all", true).CacheScope);
        Assert.Equal("all", GenerationOptionsMapper.Map(new ChatOptions(), null!, "all", true).CacheScope);
    }

    public static TheoryData<object> Threes => new()
    {
        3, 3L, 3f, 3d, 3m, (byte)3, (short)3, 3u, "3", " 3 ", "3.0", "3e0", Json("3"), Json("3.0"), Json("\"3\""),
    };

    [Theory]
    [MemberData(nameof(Threes))]
    public void A_number_is_a_number_in_whatever_clothes(object three)
    {
        var mapped = Map(new ChatOptions().With("guidance_text", three).With("preview_every", three));
        Assert.Equal((3f, 3), (mapped.Picture.TextGuidanceScale, mapped.Picture.PreviewEvery));
    }

    public static TheoryData<object?> Unsets => new() { null, Json("null") };

    [Theory]
    [MemberData(nameof(Unsets))]
    public void Null_is_unset(object? unset)
    {
        var options = new ChatOptions();
        foreach (var name in new[] { "mode", "guidance_text", "negative_prompt", "preview_every", "allow_untrained", "cache_scope" })
        {
            options.With(name, unset);
        }

        Assert.Equal(new PictureOptions(), Map(options).Picture);
    }

    [Theory]
    [InlineData("Picture")]
    [InlineData("PICTURE")]
    [InlineData("picture")]
    public void A_mode_is_written_in_any_case(string mode)
    {
        Assert.Equal(GenerationMode.Picture, Map(new ChatOptions().With("mode", mode)).Mode);
        Assert.Equal(GenerationMode.Picture, Map(new ChatOptions().With("MODE", Json($"\"{mode}\""))).Mode);
        Assert.Equal(GenerationMode.Picture, Map(new ChatOptions().With("mode", GenerationMode.Picture)).Mode);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public void A_flag_may_be_a_string(string text, bool expected)
    {
        Assert.Equal(expected, Map(new ChatOptions().With("allow_untrained", text)).Picture.AllowUntrained);
        Assert.Equal(expected, Map(new ChatOptions().With("allow_untrained", Json(text.ToLowerInvariant()))).Picture.AllowUntrained);
    }

    private static GenerationOptions Map(ChatOptions? options) => GenerationOptionsMapper.Map(options, null!, null, isWatched: true);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
