using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Each option of a chat: honoured, refused by name, or ignored as documented.</summary>
public sealed class ChatClientOptionsTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Greeting = "Hello! Show me a picture of shapes, or ask me to draw one.";

    private ChameleonChatClient Client { get; } = new(demo.Host);

    [Fact]
    public async Task Instructions_are_read_before_everything_else()
    {
        var options = Greedy;
        options.Instructions = "Draw";
        var instructed = await Client.GetResponseAsync("a star.", options);
        var said = await Client.GetResponseAsync("Draw\na star.", Greedy);
        Assert.Equal((said.Text, said.Usage!.InputTokenCount), (instructed.Text, instructed.Usage!.InputTokenCount));
    }

    [Fact]
    public async Task Temperature_top_p_and_top_k_are_honoured()
    {
        // What keeps only the likeliest token gives the likeliest answer at any temperature.
        foreach (var options in new[] { new ChatOptions { Temperature = 5, TopK = 1 }, new ChatOptions { Temperature = 5, TopP = 1e-6f }, new ChatOptions { Temperature = 0 } })
        {
            options.With(ChameleonOptionNames.RepetitionPenalty, 1);
            Assert.Equal(Greeting, (await Client.GetResponseAsync("Hello!", options)).Text);
        }

        var hot = await Client.GetResponseAsync("Hello!", new ChatOptions { Temperature = 50, MaxOutputTokens = 30, Seed = 4, TopP = 1 });
        Assert.NotEqual(Greeting, hot.Text);
    }

    [Fact]
    public async Task Top_probabilities_are_told_with_the_answer_and_in_the_stream()
    {
        var options = Greedy.With(ChameleonOptionNames.TopProbabilities, "3");
        var whole = await Client.GetResponseAsync("Hello!", options);
        var told = Assert.IsType<IReadOnlyList<TokenChoice>>(whole.Messages[0].AdditionalProperties![ChameleonUsageNames.TokenChoices], exactMatch: false);
        Assert.All(told, token => Assert.Equal((3, token.Chosen), (token.Likeliest.Count, token.Likeliest[0])));
        Assert.Equal(whole.Usage!.OutputTokenCount, told.Count);

        List<TokenChoice> streamed = [];
        await foreach (var update in Client.GetStreamingResponseAsync("Hello!", options))
        {
            streamed.AddRange(((ChameleonUpdate)update.RawRepresentation!).Step is GenerationUpdate.Text text ? text.Choices : []);
        }

        Assert.Equal(told.Select(token => token.Chosen), streamed.Select(token => token.Chosen));
        Assert.DoesNotContain(
            ChameleonUsageNames.TokenChoices, (await Client.GetResponseAsync("Hello!", Greedy)).Messages[0].AdditionalProperties!.Keys);
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.GetResponseAsync("Hello!", Greedy.With(ChameleonOptionNames.TopProbabilities, 21)));
        Assert.Contains("top_probabilities is 21; it must be from 0 to 20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Penalties_change_what_is_likely()
    {
        var unlikely = new ChatOptions { Temperature = 4, TopP = 1, Seed = 3, MaxOutputTokens = 100 };
        var plain = await Client.GetResponseAsync("What can you do?", unlikely);
        foreach (var change in new Action<ChatOptions>[] { o => o.FrequencyPenalty = 2, o => o.PresencePenalty = 2, o => o.With(ChameleonOptionNames.RepetitionPenalty, 50) })
        {
            var options = unlikely.Clone();
            change(options);
            Assert.NotEqual(plain.Text, (await Client.GetResponseAsync("What can you do?", options)).Text);
        }
    }

    [Theory]
    [InlineData("pict", "Hello! Show me a ")]
    [InlineData("me a picture of shapes, or", "Hello! Show ")]
    [InlineData("Hello", "")]
    public async Task Stop_sequences_end_the_answer_wherever_its_tokens_part(string stop, string expected)
    {
        var options = Greedy;
        options.StopSequences = [stop, "never"];
        var response = await Client.GetResponseAsync("Hello!", options);
        Assert.Equal((expected, ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(0L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task Any_seed_gives_the_same_answer_twice(long seed)
    {
        var options = new ChatOptions { Seed = seed, Temperature = 3, MaxOutputTokens = 12 };
        var one = await Client.GetResponseAsync("What can you do?", options);
        Assert.Equal(one.Text, (await Client.GetResponseAsync("What can you do?", options)).Text);
        Assert.Equal(seed, one.Messages[0].AdditionalProperties![ChameleonUsageNames.Seed]);
    }

    [Fact]
    public async Task What_no_stateless_model_on_this_machine_can_do_is_ignored()
    {
        var options = Greedy;
        options.ConversationId = "another";
        options.ModelId = "gpt-9";
        options.Reasoning = new ReasoningOptions();
        options.AllowBackgroundResponses = true;
        options.ResponseFormat = ChatResponseFormat.Text;
        options.ToolMode = ChatToolMode.None;
        options.Tools = [AIFunctionFactory.Create(() => 1, "one")];
        options.With("somebody_elses", "value").With("frequency", double.NaN);
        var response = await Client.GetResponseAsync("Hello!", options);
        Assert.Equal((Greeting, null, "chameleon-tiny"), (response.Text, response.ConversationId, response.ModelId));
    }

    [Fact]
    public async Task A_factory_gives_the_engines_own_options_and_the_rest_fills_what_it_left()
    {
        ChatOptions Options(GenerationOptions? raw) => new() { Temperature = 0, MaxOutputTokens = 5, RawRepresentationFactory = client => client is ChameleonChatClient ? raw : null };
        var own = await Client.GetResponseAsync("Hello!", Options(new GenerationOptions { MaxNewTokens = 3 }));
        Assert.Equal(3, own.Usage!.OutputTokenCount);
        var filled = await Client.GetResponseAsync("Hello!", Options(new GenerationOptions { StopStrings = ["never"] }));
        Assert.Equal(5, filled.Usage!.OutputTokenCount);
        Assert.Equal(5, (await Client.GetResponseAsync("Hello!", Options(null))).Usage!.OutputTokenCount);
        var foreign = new ChatOptions { Temperature = 0, MaxOutputTokens = 4, RawRepresentationFactory = _ => "another provider's" };
        Assert.Equal(4, (await Client.GetResponseAsync("Hello!", foreign)).Usage!.OutputTokenCount);
    }

    public static TheoryData<string, Action<ChatOptions>> Refused => new()
    {
        { "Temperature is -1; it must be from 0 to 100.", o => o.Temperature = -1 },
        { "Temperature is NaN; it must be from 0 to 100.", o => o.Temperature = float.NaN },
        { "Temperature is 1E+09; it must be from 0 to 100.", o => o.Temperature = 1e9f },
        { "TopP is 0; it must be above 0 and at most 1.", o => o.TopP = 0 },
        { "TopP is 2; it must be above 0 and at most 1.", o => o.TopP = 2 },
        { "TopP is NaN; it must be above 0 and at most 1.", o => o.TopP = float.NaN },
        { "TopK is -1; it must be at least 0.", o => o.TopK = -1 },
        { "MaxOutputTokens is 0; it must be at least 1.", o => o.MaxOutputTokens = 0 },
        { "MaxOutputTokens is -1; it must be at least 1.", o => o.MaxOutputTokens = -1 },
        { "MaxOutputTokens is 2147483647; the prompt has ", o => o.MaxOutputTokens = int.MaxValue },
        { "FrequencyPenalty is 2.5; it must be from -2 to 2.", o => o.FrequencyPenalty = 2.5f },
        { "PresencePenalty is -3; it must be from -2 to 2.", o => o.PresencePenalty = -3 },
        { "The number of StopSequences is 10000; it must be at most 16.", o => o.StopSequences = [.. Enumerable.Repeat("x", 10_000)] },
        { "The length of one of StopSequences is 0; it must be from 1 to 1000.", o => o.StopSequences = [""] },
        { "The length of one of StopSequences is 0; it must be from 1 to 1000.", o => o.StopSequences = [null!] },
        { "The length of one of StopSequences is 1001; it must be from 1 to 1000.", o => o.StopSequences = [new string('x', 1001)] },
        { "guidance_text is 101; it must be from -100 to 100.", o => o.With("guidance_text", 101) },
        { "guidance_image is NaN; it must be from -100 to 100.", o => o.With("guidance_image", double.NaN) },
        { "The length of negative_prompt is 10001; it must be at most 10000.", o => o.With("negative_prompt", new string('x', 10_001)) },
        { "preview_every is -1; it must be at least 0.", o => o.With("preview_every", -1) },
        { "preview_every is 1.5; it must be a whole number up to 2147483647.", o => o.With("preview_every", 1.5) },
        { "progress_every is 1E+300; it must be a whole number up to 2147483647.", o => o.With("progress_every", 1e300) },
        { "repetition_penalty is 0; it must be above 0 and at most 100.", o => o.With("repetition_penalty", "0") },
        { "min_p is 1.5; it must be from 0 to 1.", o => o.With("min_p", 1.5m) },
        { "typical_p is 0; it must be above 0 and at most 1.", o => o.With("typical_p", 0) },
        { "picture_temperature is -0.5; it must be from 0 to 100.", o => o.With("picture_temperature", -0.5) },
        { "picture_top_p is 0; it must be above 0 and at most 1.", o => o.With("picture_top_p", 0) },
        { "picture_top_k is -7; it must be at least 0.", o => o.With("picture_top_k", -7L) },
        { "The length of cache_scope is 201; it must be from 1 to 200.", o => o.With("cache_scope", new string('x', 201)) },
        { "The length of cache_scope is 0; it must be from 1 to 200.", o => o.With("cache_scope", "") },
        { "mode is a String, 'video'; it must be one of text, picture, interleaved.", o => o.With("mode", "video") },
        { "mode is a Int32, '1'; it must be one of text, picture, interleaved.", o => o.With("mode", 1) },
        { "allow_untrained is a String, 'maybe'; it must be true or false.", o => o.With("allow_untrained", "maybe") },
        { "continue_final_message is a Int32, '1'; it must be true or false.", o => o.With("continue_final_message", 1) },
        { "guidance_text is a String, 'strong'; it must be a number.", o => o.With("guidance_text", "strong") },
        { "negative_prompt is a Double, '3'; it must be a string.", o => o.With("negative_prompt", 3.0) },
        { "Answers is 1000000; a chat has one answer; ask several times.", o => o.RawRepresentationFactory = _ => new GenerationOptions { Answers = 1_000_000 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Case38_values_that_make_no_sense_are_refused_with_name_value_and_limit(string message, Action<ChatOptions> change)
    {
        var options = new ChatOptions();
        change(options);
        var requests = Requests();
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.GetResponseAsync("Hello!", options));
        Assert.Equal("options", error.ParamName);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.GetStreamingResponseAsync("Hello!", options).ListAsync());
        Assert.Equal(requests, Requests());
    }

    [Fact]
    public async Task Case38_a_limit_is_told_by_what_fits()
    {
        var options = Greedy;
        options.MaxOutputTokens = 2040;
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client.GetResponseAsync(new string('a', 100), options));
        var most = int.Parse(error.Message.Split("at most ")[1].Split('.')[0]);
        options.MaxOutputTokens = most + 1;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client.GetResponseAsync(new string('a', 100), options));
        options.MaxOutputTokens = most;
        Assert.NotNull(await Client.GetResponseAsync(new string('a', 100), options));
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_refused_by_name()
    {
        // The engine's own options are checked by the engine, in its own words.
        var error = await Assert.ThrowsAsync<GenerationException>(() => Client.GetResponseAsync(
            "Hello!", new ChatOptions { RawRepresentationFactory = _ => new GenerationOptions { Text = new SamplingOptions { EtaCutoff = 3 } } }));
        Assert.Equal((GenerationError.InvalidOptions, "Text.EtaCutoff is 3; it must be at least 0 and below 1."), (error.Error, error.Message));
    }

    private (long, long) Requests()
    {
        Assert.True(demo.Host.TryGetEngine(out var engine));
        return (engine.Metrics.FinishedRequests, engine.Metrics.Passes);
    }
}
