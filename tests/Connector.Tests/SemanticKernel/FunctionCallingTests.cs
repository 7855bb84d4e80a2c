using System.ComponentModel;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

public sealed class FunctionCallingTests
{
    private static readonly (string, Dictionary<string, object?>?) WeatherInRome = ("Weather_Get", new() { ["city"] = "Rome" });

    private static readonly object WrittenAs = new();

    private readonly Weather weather = new();
    private readonly Kernel kernel = new();
    private readonly ChatHistory history = [];

    public FunctionCallingTests()
    {
        kernel.Plugins.AddFromObject(weather, "Weather");
        history.AddUserMessage("What is the weather in Rome?");
    }

    private static ChameleonPromptExecutionSettings Required => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Required() };

    private static ChameleonPromptExecutionSettings Auto => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    [Fact]
    public async Task GetChatMessageContentsShouldAdvertiseToolAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("Fine."));
        await CompleteAsync(client, Auto);
        var options = Assert.Single(client.Options)!;
        Assert.Equal(["Weather_Fail", "Weather_Get"], options.Tools!.Select(tool => tool.Name).Order());
        Assert.Equal(AI.ChatToolMode.Auto, options.ToolMode);
        var get = options.Tools!.OfType<AI.AIFunctionDeclaration>().Single(tool => tool.Name == "Weather_Get");
        Assert.Contains("city", get.JsonSchema.GetRawText());
    }

    [Fact]
    public async Task GetChatMessageContentsShouldAdvertiseAndTriggerToolAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny in Rome."));
        var reply = Assert.Single(await CompleteAsync(client, Auto));
        Assert.Equal("Sunny in Rome.", reply.Content);
        Assert.Equal(["Rome"], weather.Asked);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(history[1].Items));
        Assert.Equal(("Weather", "Get", "call-0"), (call.PluginName, call.FunctionName, call.Id));
        Assert.Equal("sunny in Rome", Assert.Single(history[2].Items.OfType<FunctionResultContent>()).Result);
    }

    [Fact]
    public async Task GetChatMessageContentsWithFunctionCallAsync()
    {
        var calls = RoundsChatClient.Calls(WeatherInRome);
        calls[0].Contents[0].RawRepresentation = WrittenAs;
        var client = new RoundsChatClient(calls, RoundsChatClient.Says("Sunny."));
        await CompleteAsync(client, Auto);
        var second = client.Prompts[1];
        Assert.Same(WrittenAs, Assert.Single(second[1].Contents).RawRepresentation);
        Assert.Equal([AI.ChatRole.User, AI.ChatRole.Assistant, AI.ChatRole.Tool], second.Select(message => message.Role));
        Assert.Equal("Weather_Get", Assert.IsType<AI.FunctionCallContent>(Assert.Single(second[1].Contents)).Name);
        var result = Assert.IsType<AI.FunctionResultContent>(Assert.Single(second[2].Contents));
        Assert.Equal(("call-0", "sunny in Rome"), (result.CallId, result.Result));
    }

    [Fact]
    public async Task ItDoesNotChangeDefaultsForToolsAndChoiceIfNeitherOfFunctionCallingConfigurationsSetAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("Fine."));
        await CompleteAsync(client, new ChameleonPromptExecutionSettings());
        Assert.Null(client.Options[0]!.Tools);
        Assert.Null(client.Options[0]!.ToolMode);
    }

    [Fact]
    public async Task FunctionCallsShouldBePropagatedToCallersViaChatMessageItemsOfTypeFunctionCallContentAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome));
        var settings = new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };
        var reply = Assert.Single(await CompleteAsync(client, settings));
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(reply.Items));
        Assert.Equal(("Weather", "Get", "Rome"), (call.PluginName, call.FunctionName, call.Arguments!["city"]));
        Assert.Empty(weather.Asked);
        Assert.Single(history);
        Assert.Equal("tool_calls", ((ChameleonMetadata)reply.Metadata!).FinishReason);
    }

    [Fact]
    public async Task FunctionResultsCanBeProvidedToLLMAsManyResultsInOneChatMessageAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("Fine."));
        history.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent("Get", "Weather", "1", "rain"), new FunctionResultContent("Get", "Weather", "2", "sun")]));
        await CompleteAsync(client, Auto);
        Assert.Equal(["rain", "sun"], client.Prompts[0][1].Contents.Cast<AI.FunctionResultContent>().Select(result => result.Result));
    }

    [Fact]
    public async Task FunctionResultsCanBeProvidedToLLMAsOneResultPerChatMessageAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("Fine."));
        history.Add(new FunctionResultContent("Get", "Weather", "1", "rain").ToChatMessage());
        history.Add(new FunctionResultContent("Get", "Weather", "2", "sun").ToChatMessage());
        await CompleteAsync(client, Auto);
        Assert.Equal(["1", "2"], client.Prompts[0].Skip(1).Select(message => Assert.IsType<AI.FunctionResultContent>(Assert.Single(message.Contents)).CallId));
    }

    [Fact]
    public async Task GetChatMessageContentsWithFunctionCallMaximumAutoInvokeAttemptsAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome));
        var reply = Assert.Single(await CompleteAsync(client, Auto));
        Assert.Equal(KernelConversation.MaxRounds, weather.Asked.Count);
        Assert.Equal(KernelConversation.MaxRounds + 1, client.Prompts.Count);
        Assert.IsType<FunctionCallContent>(Assert.Single(reply.Items));
    }

    [Fact]
    public async Task GetChatMessageContentShouldSendMutatedChatHistoryToLLMAsync()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny."));
        kernel.AutoFunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.ChatHistory.AddUserMessage("Be brief.");
            await next(context);
        }));
        await CompleteAsync(client, Auto);
        Assert.Contains(client.Prompts[1], message => message.Text == "Be brief.");
    }

    [Fact]
    public async Task Required_functions_are_required_once_and_then_no_more()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny."));
        await CompleteAsync(client, new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Required() });
        Assert.Equal(AI.ChatToolMode.RequireAny, client.Options[0]!.ToolMode);
        Assert.Null(client.Options[1]!.Tools);
    }

    [Fact]
    public async Task Functions_that_may_not_be_called_are_still_told()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("I would ask Weather."));
        await CompleteAsync(client, new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.None() });
        Assert.Equal(AI.ChatToolMode.None, client.Options[0]!.ToolMode);
        Assert.Equal(2, client.Options[0]!.Tools!.Count);
    }

    [Fact]
    public async Task Filters_see_the_call_and_may_change_its_result()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome, WeatherInRome), RoundsChatClient.Says("Snow."));
        var seen = new List<string>();
        kernel.AutoFunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            seen.Add($"{context.RequestSequenceIndex}.{context.FunctionSequenceIndex} of {context.FunctionCount} {context.ToolCallId} {context.Function.Name} {context.Arguments!["city"]} {context.IsStreaming}");
            await next(context);
            context.Result = new FunctionResult(context.Function, "snow");
        }));
        await CompleteAsync(client, Auto);
        Assert.Equal(["0.0 of 2 call-0 Get Rome False", "0.1 of 2 call-1 Get Rome False"], seen);
        Assert.All(client.Prompts[1].Skip(2), message => Assert.Equal("snow", Assert.IsType<AI.FunctionResultContent>(Assert.Single(message.Contents)).Result));
    }

    [Fact]
    public async Task Filters_are_asked_in_their_order()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny."));
        var order = new List<int>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            kernel.AutoFunctionInvocationFilters.Add(new Filter((context, next) =>
            {
                order.Add(number);
                return next(context);
            }));
        }

        await CompleteAsync(client, Auto);
        Assert.Equal([1, 2, 3], order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_may_end_the_conversation_with_the_result(bool stream)
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome, WeatherInRome), RoundsChatClient.Says("Never said."));
        kernel.AutoFunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));
        if (stream)
        {
            var chunks = await StreamAsync(client, Auto);
            Assert.Equal((AuthorRole.Tool, "sunny in Rome"), (chunks[^1].Role, chunks[^1].Content));
            Assert.All(chunks, chunk => Assert.NotNull(chunk.InnerContent));
        }
        else
        {
            var reply = Assert.Single(await CompleteAsync(client, Auto));
            Assert.Equal((AuthorRole.Tool, "sunny in Rome"), (reply.Role, reply.Content));
        }

        Assert.Single(client.Prompts);
        Assert.Single(weather.Asked);
        Assert.Equal(3, history.Count);
    }

    [Fact]
    public async Task A_filter_may_answer_without_the_function()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Hail."));
        kernel.AutoFunctionInvocationFilters.Add(new Filter((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "hail");
            return Task.CompletedTask;
        }));
        await CompleteAsync(client, Auto);
        Assert.Empty(weather.Asked);
        Assert.Equal("hail", history[2].Content);
    }

    [Fact]
    public async Task A_function_that_fails_tells_the_model_why()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Weather_Fail", null)), RoundsChatClient.Says("Sorry."));
        Assert.Equal("Sorry.", Assert.Single(await CompleteAsync(client, Auto)).Content);
        Assert.Equal("Error: Exception while invoking function. No satellite.", history[2].Content);
    }

    [Fact]
    public async Task Functions_that_were_not_offered_are_not_called()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Weather_Get", new() { ["city"] = "Rome" }), ("System_Shutdown", null)), RoundsChatClient.Says("Sorry."));
        await CompleteAsync(client, new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([kernel.Plugins.GetFunction("Weather", "Fail")]) });
        Assert.Empty(weather.Asked);
        Assert.All(history.Skip(2), message => Assert.StartsWith("Error: Function call request for a function that wasn't defined.", message.Content));
        Assert.Equal(4, history.Count);
    }

    [Fact]
    public async Task Arguments_that_cannot_be_read_go_into_the_call_and_not_out_as_an_error()
    {
        var broken = new AI.FunctionCallContent("call-0", "Weather_Get") { Exception = new FormatException("Not JSON.") };
        var client = new RoundsChatClient(RoundsChatClient.Answer("broken", [broken], AI.ChatFinishReason.ToolCalls), RoundsChatClient.Says("Sorry."));
        await CompleteAsync(client, Auto);
        Assert.IsType<FormatException>(Assert.IsType<FunctionCallContent>(Assert.Single(history[1].Items)).Exception);
        Assert.Equal("Error: Function call processing failed. Correct yourself. Not JSON.", history[2].Content);
        Assert.Empty(weather.Asked);
    }

    [Fact]
    public async Task Several_calls_may_run_at_once_and_are_answered_in_order()
    {
        var both = new TaskCompletionSource();
        var running = 0;
        kernel.Plugins.AddFromFunctions("Slow", [KernelFunctionFactory.CreateFromMethod(
            async (string name) =>
            {
                if (Interlocked.Increment(ref running) == 2)
                {
                    both.SetResult();
                }

                await both.Task;
                return name;
            },
            "Wait")]);
        var client = new RoundsChatClient(
            RoundsChatClient.Calls(("Slow_Wait", new() { ["name"] = "first" }), ("Slow_Wait", new() { ["name"] = "second" })), RoundsChatClient.Says("Done."));
        var options = new FunctionChoiceBehaviorOptions { AllowConcurrentInvocation = true, AllowParallelCalls = true };
        await CompleteAsync(client, new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: options) });
        Assert.Equal(["first", "second"], history.Skip(2).Select(message => message.Content));
        Assert.True(client.Options[0]!.AllowMultipleToolCalls);
    }

    [Fact]
    public async Task A_function_may_answer_with_a_picture()
    {
        var picture = new ImageContent(new byte[] { 1, 2, 3 }, "image/png");
        kernel.Plugins.AddFromFunctions("Camera", [KernelFunctionFactory.CreateFromMethod(() => picture, "Shoot")]);
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Camera_Shoot", null)), RoundsChatClient.Says("A cat."));
        await CompleteAsync(client, Auto);
        Assert.Same(picture, Assert.Single(history[2].Items.OfType<FunctionResultContent>()).Result);
        var seen = client.Prompts[1][2].Contents;
        Assert.Equal(("call-0", "A picture:"), (Assert.IsType<AI.FunctionResultContent>(seen[0]).CallId, ((AI.FunctionResultContent)seen[0]).Result));
        Assert.Equal(new byte[] { 1, 2, 3 }, Assert.IsType<AI.DataContent>(seen[1]).Data.ToArray());
    }

    [Fact]
    public async Task Anything_else_that_a_function_answers_goes_to_the_model_as_JSON()
    {
        kernel.Plugins.AddFromFunctions("Geo", [KernelFunctionFactory.CreateFromMethod(() => new { Name = "Köln", North = 50.9 }, "Find")]);
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Geo_Find", null)), RoundsChatClient.Says("Found."));
        await CompleteAsync(client, Auto);
        Assert.Equal("""{"Name":"Köln","North":50.9}""", history[2].Content);
    }

    [Fact]
    public async Task Cancelling_a_function_cancels_the_conversation()
    {
        using var cancellation = new CancellationTokenSource();
        kernel.Plugins.AddFromFunctions("Slow", [KernelFunctionFactory.CreateFromMethod(
            async (CancellationToken token) =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            "Stop")]);
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Slow_Stop", null)), RoundsChatClient.Says("Never said."));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new KernelConversation(client).CompleteAsync(history, Auto, kernel, cancellation.Token));
        Assert.Single(client.Prompts);
    }

    [Fact]
    public async Task A_stream_shows_calls_as_updates_that_callers_can_rebuild()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome, ("Weather_Fail", null)));
        var builder = new FunctionCallContentBuilder();
        var chunks = await StreamAsync(client, new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) });
        chunks.ForEach(builder.Append);
        var calls = builder.Build();
        Assert.Equal(["Weather.Get", "Weather.Fail"], calls.Select(call => $"{call.PluginName}.{call.FunctionName}"));
        Assert.Equal("Rome", calls[0].Arguments!["city"]);
        Assert.Equal(["call-0", "call-1"], calls.Select(call => call.Id));
        Assert.Single(history);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_kernel_has_answered()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny."));
        var chunks = await StreamAsync(client, Auto);
        Assert.Equal("Sunny.", string.Concat(chunks));
        var updates = chunks.SelectMany(chunk => chunk.Items).OfType<StreamingFunctionCallUpdateContent>().ToArray();
        Assert.Equal([0, 1], updates.Select(update => update.RequestIndex));
        Assert.Equal(2, weather.Asked.Count);
        Assert.Equal(5, history.Count);
        Assert.Equal(2, chunks.Select(chunk => ((ChameleonMetadata)chunk.Metadata!).MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Functions_that_the_model_could_not_tell_apart_are_refused()
    {
        var function = KernelFunctionFactory.CreateFromMethod(() => 1, "B_C");
        kernel.Plugins.AddFromFunctions("A", [function]);
        kernel.Plugins.AddFromFunctions("A_B", [KernelFunctionFactory.CreateFromMethod(() => 2, "C")]);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => CompleteAsync(new RoundsChatClient(RoundsChatClient.Says("Fine.")), Auto));
        Assert.Contains("A_B_C", thrown.Message);
    }

    [Fact]
    public async Task A_function_whose_model_calls_it_again_and_again_is_stopped()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(("Loop_Again", null)));
        var depth = 0;
        kernel.Plugins.AddFromFunctions("Loop", [KernelFunctionFactory.CreateFromMethod(
            async () =>
            {
                depth++;
                ChatHistory inner = [new(AuthorRole.User, "Again.")];
                await new KernelConversation(client).CompleteAsync(inner, Required, kernel, default);
            },
            "Again")]);
        await CompleteAsync(client, Required);
        Assert.Equal(128, depth);
    }

    [Fact]
    public async Task Without_a_kernel_nothing_can_be_invoked_and_that_is_said()
    {
        var client = new RoundsChatClient(RoundsChatClient.Says("Fine."));
        await Assert.ThrowsAsync<KernelException>(() => new KernelConversation(client).CompleteAsync(history, Auto, null, default));
    }

    [Fact]
    public async Task The_callers_settings_reach_the_filters_and_stay_as_they_are()
    {
        var client = new RoundsChatClient(RoundsChatClient.Calls(WeatherInRome), RoundsChatClient.Says("Sunny."));
        PromptExecutionSettings? seen = null;
        kernel.AutoFunctionInvocationFilters.Add(new Filter((context, next) =>
        {
            seen = context.ExecutionSettings;
            return next(context);
        }));
        var settings = Auto;
        settings.Freeze();
        await CompleteAsync(client, settings);
        Assert.Same(settings, seen);
    }

    private Task<IReadOnlyList<ChatMessageContent>> CompleteAsync(RoundsChatClient client, PromptExecutionSettings settings) =>
        new KernelConversation(client).CompleteAsync(history, settings, kernel, default);

    private async Task<List<StreamingChatMessageContent>> StreamAsync(RoundsChatClient client, PromptExecutionSettings settings)
    {
        var chunks = new List<StreamingChatMessageContent>();
        await foreach (var chunk in new KernelConversation(client).StreamAsync(history, settings, kernel, default))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    private sealed class Filter(Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> run) : IAutoFunctionInvocationFilter
    {
        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next) => run(context, next);
    }

    private sealed class Weather
    {
        public List<string> Asked { get; } = [];

        [KernelFunction]
        [Description("The weather of a city.")]
        public string Get(string city)
        {
            Asked.Add(city);
            return $"sunny in {city}";
        }

        [KernelFunction]
        [Description("Fails.")]
        public static string Fail() => throw new InvalidOperationException("No satellite.");
    }
}
