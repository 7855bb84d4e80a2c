using System.Text.Json;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

public sealed class SettingsTests
{
    private static readonly JsonSerializerOptions Permissive = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static ChameleonPromptExecutionSettings Full => new()
    {
        ServiceId = "painter",
        ModelId = "chameleon",
        FunctionChoiceBehavior = FunctionChoiceBehavior.None(),
        ExtensionData = new Dictionary<string, object> { ["more"] = "less" },
        Mode = "interleaved",
        Temperature = 0.25f,
        TopP = 0.5f,
        TopK = 40,
        MinP = 0.125f,
        TypicalP = 0.75f,
        MaxTokens = 100,
        Seed = 5_000_000_000,
        StopSequences = ["END"],
        FrequencyPenalty = 0.5f,
        PresencePenalty = -0.5f,
        RepetitionPenalty = 1.25f,
        ResponseFormat = "json_object",
        GuidanceText = 3,
        GuidanceImage = 1.5f,
        NegativePrompt = "blur",
        PictureTemperature = 0.5f,
        PictureTopP = 0.875f,
        PictureTopK = 100,
        PreviewEvery = 64,
        ProgressEvery = 16,
        CacheScope = "conversation",
        AllowUntrained = true,
        ContinueFinalMessage = true,
    };

    [Fact]
    public void FromExecutionSettingsWhenAlreadyChameleonShouldReturnSame()
    {
        var settings = new ChameleonPromptExecutionSettings();
        Assert.Same(settings, ChameleonPromptExecutionSettings.FromExecutionSettings(settings));
    }

    [Fact]
    public void FromExecutionSettingsWhenNullShouldReturnDefault()
    {
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(null);
        Assert.Equal("{}", JsonSerializer.Serialize(settings).Replace("\"service_id\":null,", "").Replace("\"model_id\":null,", "").Replace("\"function_choice_behavior\":null", ""));
    }

    [Fact]
    public void FromExecutionSettingsWhenSerializedHasPropertiesShouldPopulateSpecialized()
    {
        var json = """
            {
              "temperature": "0.25", "top_p": 0.5, "TOP_K": 40, "max_tokens": 100, "seed": "7", // as templates write it
              "stop_sequences": ["END"], "guidance_text": "3", "mode": "picture", "allow_untrained": "true", "preview_every": 64,
              "something_else": 1,
            }
            """;
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(JsonSerializer.Deserialize<PromptExecutionSettings>(json, Permissive));
        Assert.Equal((0.25f, 0.5f, 40, 100), (settings.Temperature, settings.TopP, settings.TopK, settings.MaxTokens));
        Assert.Equal((7L, 3f, "picture", true, 64), (settings.Seed, settings.GuidanceText, settings.Mode, settings.AllowUntrained, settings.PreviewEvery));
        Assert.Equal(["END"], settings.StopSequences!);
        Assert.Equal(["something_else"], settings.ExtensionData!.Keys);
    }

    [Fact]
    public void Another_connectors_settings_carry_over_by_their_runtime_type()
    {
        PromptExecutionSettings foreign = new ForeignSettings { MaxTokens = 64, Temperature = 0.5, ServiceId = "painter", Reasoning = "high" };
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(foreign);
        Assert.Equal((64, 0.5f, "painter"), (settings.MaxTokens, settings.Temperature, settings.ServiceId));
        Assert.Equal("high", settings.ExtensionData!["reasoning_effort"].ToString());
    }

    [Fact]
    public void FromExecutionSettingsShouldRestoreFunctionChoiceBehavior()
    {
        var behavior = FunctionChoiceBehavior.Auto([KernelFunctionFactory.CreateFromMethod(() => 1, "One")], autoInvoke: false);
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(new PromptExecutionSettings { FunctionChoiceBehavior = behavior });
        Assert.Same(behavior, settings.FunctionChoiceBehavior);
    }

    [Theory]
    [InlineData("""{"temperature": "hot"}""")]
    [InlineData("""{"allow_untrained": "perhaps"}""")]
    [InlineData("""{"response_format": 7}""")]
    [InlineData("""{"max_tokens": 1.5}""")]
    public void A_value_that_cannot_be_read_is_refused(string json)
    {
        var settings = JsonSerializer.Deserialize<PromptExecutionSettings>(json);
        Assert.Throws<ArgumentException>(() => SettingsMapper.ToChatOptions(ChameleonPromptExecutionSettings.FromExecutionSettings(settings)));
    }

    [Fact]
    public void PromptExecutionSettingsCloneWorksAsExpected()
    {
        var settings = Full;
        settings.Freeze();
        var clone = Assert.IsType<ChameleonPromptExecutionSettings>(settings.Clone());
        Assert.False(clone.IsFrozen);
        Assert.Equal(JsonSerializer.Serialize(settings), JsonSerializer.Serialize(clone));
        Assert.Same(settings.FunctionChoiceBehavior, clone.FunctionChoiceBehavior);
        clone.StopSequences!.Add("STOP");
        clone.ExtensionData!["more"] = "most";
        Assert.Equal(["END"], settings.StopSequences!);
        Assert.Equal("less", settings.ExtensionData!["more"]);
    }

    [Fact]
    public void ClonePreservesAllChameleonSpecificSettings()
    {
        var clone = Full.Clone();
        foreach (var property in typeof(ChameleonPromptExecutionSettings).GetProperties().Where(property => property.CanWrite))
        {
            Assert.True(property.GetValue(clone) is not null, $"{property.Name} is not copied (or this test does not set it).");
        }
    }

    [Fact]
    public void CloneReturnsChameleonPromptExecutionSettingsType() => Assert.IsType<ChameleonPromptExecutionSettings>(new ChameleonPromptExecutionSettings().Clone());

    [Fact]
    public void ClonePreservesServiceId() => Assert.Equal("painter", Full.Clone().ServiceId);

    [Fact]
    public void PromptExecutionSettingsFreezeWorksAsExpected()
    {
        var settings = Full;
        settings.Freeze();
        settings.Freeze();
        Assert.True(settings.IsFrozen);
        Assert.Throws<NotSupportedException>(() => settings.StopSequences!.Add("STOP"));
        foreach (var property in typeof(ChameleonPromptExecutionSettings).GetProperties().Where(property => property.CanWrite))
        {
            var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => property.SetValue(settings, property.GetValue(Full)));
            Assert.IsType<InvalidOperationException>(thrown.InnerException);
        }
    }

    [Fact]
    public void Every_setting_reaches_the_options()
    {
        var settings = Full;
        settings.Freeze();
        var options = SettingsMapper.ToChatOptions(settings);
        Assert.Equal((0.25f, 0.5f, 40), (options.Temperature, options.TopP, options.TopK));
        Assert.Equal((100, 5_000_000_000, "END"), (options.MaxOutputTokens, options.Seed, Assert.Single(options.StopSequences!)));
        Assert.Equal((0.5f, -0.5f), (options.FrequencyPenalty, options.PresencePenalty));
        Assert.Same(AI.ChatResponseFormat.Json, options.ResponseFormat);
        var more = options.AdditionalProperties!;
        Assert.Equal(
            "allow_untrained=True cache_scope=conversation continue_final_message=True guidance_image=1.5 guidance_text=3 min_p=0.125 mode=interleaved more=less "
            + "negative_prompt=blur picture_temperature=0.5 picture_top_k=100 picture_top_p=0.875 preview_every=64 progress_every=16 repetition_penalty=1.25 typical_p=0.75",
            string.Join(' ', more.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Both_ways_into_the_model_read_settings_alike()
    {
        var native = SettingsMapper.ToChatOptions(Full);
        var bridged = Full.ToChatOptions(null)!;
        Assert.Equal((native.Temperature, native.TopP, native.TopK), (bridged.Temperature, bridged.TopP, bridged.TopK));
        Assert.Equal((native.MaxOutputTokens, native.Seed, native.ResponseFormat), (bridged.MaxOutputTokens, bridged.Seed, bridged.ResponseFormat));
        Assert.Equal(native.StopSequences, bridged.StopSequences);
        Assert.Equal(
            native.AdditionalProperties!.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"),
            bridged.AdditionalProperties!.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void A_response_format_may_be_a_schema_or_a_type()
    {
        var byType = SettingsMapper.ToChatOptions(new ChameleonPromptExecutionSettings { ResponseFormat = typeof(Shape) }).ResponseFormat;
        Assert.Contains("sides", Assert.IsType<AI.ChatResponseFormatJson>(byType).Schema!.Value.GetRawText());
        var bySchema = new ChameleonPromptExecutionSettings { ResponseFormat = JsonElement.Parse("""{"type":"object"}""") };
        Assert.Equal("""{"type":"object"}""", ((AI.ChatResponseFormatJson)SettingsMapper.ToChatOptions(bySchema).ResponseFormat!).Schema!.Value.GetRawText());
        var format = new ChameleonPromptExecutionSettings { ResponseFormat = AI.ChatResponseFormat.Text };
        Assert.Equal("text", format.ResponseFormat);
        Assert.Throws<ArgumentException>(() => new ChameleonPromptExecutionSettings { ResponseFormat = 7 });
        Assert.Throws<ArgumentException>(() => SettingsMapper.ToChatOptions(new ChameleonPromptExecutionSettings { ResponseFormat = "xml" }));
    }

    [Fact]
    public void A_system_prompt_among_the_settings_becomes_instructions()
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["chat_system_prompt"] = "Be kind." } };
        var options = SettingsMapper.ToChatOptions(ChameleonPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Equal("Be kind.", options.Instructions);
        Assert.Empty(options.AdditionalProperties!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ShouldThrowArgumentExceptionIfExecutionSettingMaxTokensIsLessThanOne(int maxTokens)
    {
        var thrown = Assert.Throws<ArgumentException>(() => SettingsMapper.ToChatOptions(new ChameleonPromptExecutionSettings { MaxTokens = maxTokens }));
        Assert.Contains($"max_tokens is {maxTokens}", thrown.Message);
    }

    private sealed class ForeignSettings : PromptExecutionSettings
    {
        [System.Text.Json.Serialization.JsonPropertyName("max_tokens")]
        public int? MaxTokens { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("temperature")]
        public double? Temperature { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("reasoning_effort")]
        public string? Reasoning { get; set; }
    }

    private sealed record Shape(string Color, int Sides);
}
