using System.Diagnostics;
using Chameleon.Connector.Telemetry;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Telemetry;

public sealed class OpenTelemetryChatClientTests : IDisposable
{
    private static readonly ChatMessage[] Secret = [new(ChatRole.User, "my secret wish")];
    private readonly string source = $"Tests.{Guid.NewGuid():N}";
    private readonly Collected collected;

    public OpenTelemetryChatClientTests() => collected = new Collected(source);

    public void Dispose() => collected.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_a_client_span_with_the_conventions_tags(bool stream)
    {
        using var client = Client(ScriptedChatClient.Answer);
        var options = new ChatOptions
        {
            ConversationId = "c-1",
            Temperature = 0.5f,
            TopP = 0.9f,
            TopK = 40,
            MaxOutputTokens = 100,
            Seed = 3,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.Json,
        };

        await Call(client, stream, options);

        var span = Assert.Single(collected.Spans);
        Assert.Equal("chat script-1", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var expected = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "scripted",
            ["gen_ai.request.model"] = "script-1",
            ["gen_ai.request.stream"] = stream,
            ["gen_ai.conversation.id"] = "c-1",
            ["gen_ai.request.temperature"] = 0.5f,
            ["gen_ai.request.top_p"] = 0.9f,
            ["gen_ai.request.top_k"] = 40,
            ["gen_ai.request.max_tokens"] = 100,
            ["gen_ai.request.seed"] = 3L,
            ["gen_ai.request.frequency_penalty"] = 0.1f,
            ["gen_ai.request.presence_penalty"] = 0.2f,
            ["gen_ai.output.type"] = "json",
            ["gen_ai.response.id"] = "r-1",
            ["gen_ai.response.model"] = "script-1-build-9",
            ["gen_ai.usage.input_tokens"] = 7L,
            ["gen_ai.usage.output_tokens"] = 5L,
            ["gen_ai.usage.cache_read.input_tokens"] = 3L,
            ["server.address"] = "models.example",
            ["server.port"] = 8000,
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, span.GetTagItem(pair.Key)));
        Assert.Equal(new[] { "END" }, span.GetTagItem("gen_ai.request.stop_sequences"));
        Assert.Equal(new[] { "stop" }, span.GetTagItem("gen_ai.response.finish_reasons"));
        Assert.Equal(stream, span.GetTagItem("gen_ai.response.time_to_first_chunk") is double);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
        Assert.Null(span.GetTagItem("gen_ai.input.messages"));
        Assert.Null(span.GetTagItem("gen_ai.output.messages"));
    }

    [Fact]
    public async Task Durations_tokens_and_pieces_are_measured_with_the_calls_tags()
    {
        using var client = Client(ScriptedChatClient.Answer);

        await Call(client, stream: true);
        await Call(client, stream: false);

        var measured = collected.Measure();
        Assert.Equal(2, measured.Where(series => series.Name == "gen_ai.client.operation.duration").Sum(series => series.Count));
        var tokens = measured.Where(series => series.Name == "gen_ai.client.token.usage").ToDictionary(series => (string)series.Tags["gen_ai.token.type"]!);
        Assert.Equal((2, 14), (tokens["input"].Count, tokens["input"].Sum));
        Assert.Equal((2, 10), (tokens["output"].Count, tokens["output"].Sum));
        Assert.Equal("{token}", tokens["input"].Unit);
        Assert.Equal(1, measured.Where(series => series.Name == "gen_ai.client.operation.time_to_first_chunk").Sum(series => series.Count));
        Assert.Equal(3, measured.Where(series => series.Name == "gen_ai.client.operation.time_per_output_chunk").Sum(series => series.Count));
        Assert.All(measured, series =>
        {
            Assert.Equal("chat", series.Tags["gen_ai.operation.name"]);
            Assert.Equal("scripted", series.Tags["gen_ai.provider.name"]);
            Assert.Equal("script-1", series.Tags["gen_ai.request.model"]);
            Assert.Equal("script-1-build-9", series.Tags["gen_ai.response.model"]);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_is_told_in_span_and_duration(bool stream)
    {
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer[0]) { Failure = new TimeoutException("too slow") }
            .WithOpenTelemetry(source);

        await Assert.ThrowsAsync<TimeoutException>(() => Call(client, stream));

        var span = Assert.Single(collected.Spans);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("too slow", span.StatusDescription);
        Assert.Equal("System.TimeoutException", span.GetTagItem("error.type"));
        var duration = Assert.Single(collected.Measure(), series => series.Name == "gen_ai.client.operation.duration");
        Assert.Equal("System.TimeoutException", duration.Tags["error.type"]);
    }

    [Fact]
    public async Task A_stream_that_is_left_early_ends_its_span()
    {
        var inner = new ScriptedChatClient(ScriptedChatClient.Answer);
        using var client = inner.WithOpenTelemetry(source);

        await foreach (var update in client.GetStreamingResponseAsync(Secret))
        {
            break;
        }

        var span = Assert.Single(collected.Spans);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Null(span.GetTagItem("gen_ai.response.finish_reasons"));
        Assert.True(inner.StreamDisposed);
    }

    [Fact]
    public async Task A_span_that_its_callers_token_ends_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer)
        {
            BeforePiece = async (piece, token) =>
            {
                if (piece == 1)
                {
                    await cancelled.CancelAsync();
                    token.ThrowIfCancellationRequested();
                }
            },
        }.WithOpenTelemetry(source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync(Secret, cancellationToken: cancelled.Token))
            {
            }
        });

        Assert.Equal("System.OperationCanceledException", Assert.Single(collected.Spans).GetTagItem("error.type"));
    }

    [Fact]
    public async Task What_is_said_is_captured_only_when_asked_for_and_pictures_only_by_kind_and_size()
    {
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer).WithOpenTelemetry(source, traced => traced.EnableSensitiveData = true);
        ChatMessage[] prompt = [new(ChatRole.User, [new DataContent(new byte[] { 9, 9, 9, 9 }, "image/jpeg"), new TextContent("my secret wish")])];

        await foreach (var update in client.GetStreamingResponseAsync(prompt, new ChatOptions { Instructions = "Be brief." }))
        {
        }

        var span = Assert.Single(collected.Spans);
        Assert.Equal(
            """[{"role":"user","parts":[{"type":"blob","modality":"image","mime_type":"image/jpeg","bytes":4},{"type":"text","content":"my secret wish"}]}]""",
            span.GetTagItem("gen_ai.input.messages"));
        Assert.Equal("""[{"type":"text","content":"Be brief."}]""", span.GetTagItem("gen_ai.system_instructions"));
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"A red star."},{"type":"blob","modality":"image","mime_type":"image/png","bytes":7}],"finish_reason":"stop"}]""",
            span.GetTagItem("gen_ai.output.messages"));
    }

    [Fact]
    public async Task Spans_of_what_the_call_does_lie_inside_its_span_in_every_piece()
    {
        using var inside = new ActivitySource(source);
        using var outer = inside.StartActivity("outer")!;
        var current = new List<string?>();
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer)
        {
            BeforePiece = async (_, _) =>
            {
                await Task.Yield();
                current.Add(Activity.Current?.DisplayName);
            },
        }.WithOpenTelemetry(source);

        await foreach (var update in client.GetStreamingResponseAsync(Secret))
        {
            Assert.Same(outer, Activity.Current);
        }

        await client.GetResponseAsync(Secret);
        Assert.Same(outer, Activity.Current);
        Assert.Equal(Enumerable.Repeat("chat script-1", 8), current);
        Assert.All(collected.Spans, span => Assert.Equal(outer.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task Previews_that_have_passed_are_not_kept()
    {
        WeakReference? preview = null;
        using var client = new OneByOneChatClient(
            () =>
            {
                var content = new DataContent(new byte[1000], "image/png");
                preview = new WeakReference(content);
                return new ChatResponseUpdate(ChatRole.Assistant, [new ImageGenerationToolResultContent("p") { Outputs = [content] }]);
            },
            () => new ChatResponseUpdate(ChatRole.Assistant, "done")).WithOpenTelemetry(source, traced => traced.EnableSensitiveData = true);
        await using var updates = client.GetStreamingResponseAsync(Secret).GetAsyncEnumerator();

        await updates.MoveNextAsync();
        await updates.MoveNextAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.NotNull(preview);
        Assert.False(preview.IsAlive);
    }

    [Fact]
    public async Task Nothing_stands_between_while_nobody_listens()
    {
        var inner = new ScriptedChatClient(ScriptedChatClient.Answer);
        using var client = inner.WithOpenTelemetry($"Unheard.{Guid.NewGuid():N}");

        await foreach (var update in client.GetStreamingResponseAsync(Secret))
        {
        }

        Assert.Same(Secret, inner.Prompts[0]);
        Assert.Empty(collected.Spans);
    }

    [Fact]
    public async Task A_decorator_that_is_gone_measures_nothing_more()
    {
        var inner = new ScriptedChatClient(ScriptedChatClient.Answer);
        var client = inner.WithOpenTelemetry(source);

        Assert.NotNull(client.GetService<ActivitySource>());
        client.Dispose();
        await client.GetResponseAsync(Secret);

        Assert.True(inner.Disposed);
        Assert.Empty(collected.Spans);
    }

    [Fact]
    public void The_name_is_ours_unless_another_is_given()
    {
        using var ours = new ScriptedChatClient().WithOpenTelemetry();
        using var given = new ScriptedChatClient().WithOpenTelemetry(source);

        Assert.Equal("Chameleon.Connector", ours.GetService<ActivitySource>()!.Name);
        Assert.Equal(source, given.GetService<ActivitySource>()!.Name);
        Assert.Throws<ArgumentNullException>(() => ((IChatClient)null!).WithOpenTelemetry());
    }

    private IChatClient Client(params ChatResponseUpdate[] answer) => new ScriptedChatClient(answer).WithOpenTelemetry(source);

    private static async Task Call(IChatClient client, bool stream, ChatOptions? options = null)
    {
        if (!stream)
        {
            await client.GetResponseAsync(Secret, options);
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync(Secret, options))
        {
        }
    }
}
