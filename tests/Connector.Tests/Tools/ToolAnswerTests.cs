using System.ComponentModel;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>
/// Calls with the demo model. It cannot choose functions sensibly; whatever it is made to call can be called.
/// </summary>
public sealed class ToolAnswerTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const int EndOfSequence = 2;

    private static readonly AIFunction Paint = AIFunctionFactory.Create(
        (Shade shade, [Description("How often")] long times, string? note = null) => $"{shade} {times} {note?.Length}", "paint", "Paints a wall");

    private static readonly AIFunction Stop = AIFunctionFactory.Create(() => "stopped", "stop");

    private ChameleonChatClient Client => new(demo.Host);

    public enum Shade
    {
        Red,
        Green,
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_call_that_is_required_can_be_invoked(float temperature)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var options = new ChatOptions { Tools = [Paint, Stop], ToolMode = ChatToolMode.RequireAny, Temperature = temperature, Seed = seed, MaxOutputTokens = 300 };
            var response = await Client.GetResponseAsync([User("Paint it red.")], options);
            Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
            var call = Assert.IsType<FunctionCallContent>(Assert.Single(Assert.Single(response.Messages).Contents));
            Assert.Null(call.Exception);
            var function = call.Name == "paint" ? Paint : Stop;
            Assert.NotNull(await function.InvokeAsync(new AIFunctionArguments(call.Arguments)));
        }
    }

    [Fact]
    public async Task The_one_that_is_required_is_called_and_several_have_ids_of_their_own()
    {
        var options = new ChatOptions
        {
            Tools = [Paint, Stop],
            ToolMode = ChatToolMode.RequireSpecific("stop"),
            AllowMultipleToolCalls = true,
            Temperature = 30,
            Seed = 5,
            MaxOutputTokens = 400,
        };
        var response = await Client.GetResponseAsync([User("Stop.")], options);
        var calls = response.Messages[0].Contents.Cast<FunctionCallContent>().ToList();
        Assert.All(calls, call => Assert.Equal("stop", call.Name));
        Assert.Equal(calls.Count, calls.Select(call => call.CallId).Distinct().Count());
    }

    [Fact]
    public async Task Streamed_a_call_is_one_update_and_coalesces_to_the_same_response()
    {
        var options = new ChatOptions { Tools = [Paint], ToolMode = ChatToolMode.RequireAny, Seed = 3, MaxOutputTokens = 200 };
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Client.GetStreamingResponseAsync([User("Paint.")], options))
        {
            updates.Add(update);
        }

        Assert.Single(updates, update => update.Contents.OfType<FunctionCallContent>().Any());
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
        Assert.All(updates, update => Assert.IsType<ChameleonUpdate>(update.RawRepresentation));
        var whole = await Client.GetResponseAsync([User("Paint.")], options);
        var (streamed, call) = (Call(updates.ToChatResponse()), Call(whole));
        Assert.Equal(ToolText.Call(call), ToolText.Call(streamed));

        static FunctionCallContent Call(ChatResponse response) => response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
    }

    [Fact]
    public async Task Where_the_model_may_choose_its_text_is_text()
    {
        var options = Greedy;
        options.Tools = [Paint];
        var response = await Client.GetResponseAsync([User("What can you do?")], options);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.NotEmpty(response.Text);
        Assert.All(response.Messages[0].Contents, content => Assert.IsType<TextContent>(content));
    }

    [Fact]
    public async Task Where_the_model_writes_the_marker_its_text_ends_in_a_call()
    {
        const string Answer = """I look. <tool_call>{"name": "paint", "arguments": {"shade": "Green", "times": 3}}""";
        var engine = await demo.Host.GetEngineAsync();
        var dictation = new Dictation([.. engine.Tokenizer.Encode(Answer), EndOfSequence]);
        var options = new ChatOptions { Tools = [Stop, Paint], RawRepresentationFactory = _ => new GenerationOptions { Processors = [dictation] } };
        var response = await Client.GetResponseAsync([User("Paint.")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var contents = response.Messages[0].Contents;
        Assert.Equal("I look. ", Assert.IsType<TextContent>(contents[0]).Text);
        var call = Assert.IsType<FunctionCallContent>(contents[1]);
        Assert.Equal("Green 3 ", (await Paint.InvokeAsync(new AIFunctionArguments(call.Arguments)))!.ToString());
    }

    [Fact]
    public async Task A_call_and_its_result_go_back_to_the_model_and_the_turn_before_is_not_read_again()
    {
        var options = new ChatOptions { Tools = [Paint, Stop], ToolMode = ChatToolMode.RequireAny, Seed = 7, MaxOutputTokens = 200 };
        options.With(ChameleonOptionNames.CacheScope, "tools");
        List<ChatMessage> history = [User("Paint.")];
        var client = Client;
        var first = await client.GetResponseAsync(history, options);
        history.AddRange(first.Messages);
        var call = first.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "done")]));
        var second = await client.GetResponseAsync(history, options);
        Assert.True(
            second.Usage!.CachedInputTokenCount >= first.Usage!.TotalTokenCount - 64,
            $"{second.Usage.CachedInputTokenCount} of {first.Usage.TotalTokenCount} tokens came from the cache.");
    }

    [Fact]
    public async Task Hosted_tools_and_too_few_tokens_are_refused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Client.GetResponseAsync([User("x")], new ChatOptions { Tools = [new HostedWebSearchTool()] }));
        var options = new ChatOptions { Tools = [Paint], ToolMode = ChatToolMode.RequireAny, MaxOutputTokens = 10 };
        var refusal = await Assert.ThrowsAsync<GenerationException>(() => Client.GetResponseAsync([User("x")], options));
        Assert.Contains("MaxNewTokens is 10", refusal.Message);
    }

    [Fact]
    public async Task Pictures_and_tools_exclude_each_other()
    {
        var options = new ChatOptions { Tools = [Paint] }.With(ChameleonOptionNames.Mode, "interleaved");
        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client.GetResponseAsync([User("x")], options));
        Assert.Contains("mode is Interleaved", refusal.Message);
    }

    [Fact]
    public async Task With_a_response_format_the_answer_is_a_call_or_fits_it()
    {
        var options = new ChatOptions { Tools = [Stop], ResponseFormat = ChatResponseFormat.Json, Temperature = 50, Seed = 2, MaxOutputTokens = 80 };
        var contents = (await Client.GetResponseAsync([User("x")], options)).Messages[0].Contents;
        Assert.True(contents is [FunctionCallContent] || contents is [TextContent { Text: ['{', ..] }], string.Join(", ", contents));
    }

    private sealed class Dictation(int[] ids) : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
        {
            logits.Fill(float.NegativeInfinity);
            logits[ids[tokens.Length - promptLength]] = 0;
        }
    }
}
