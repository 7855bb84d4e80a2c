using Chameleon.Connector.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

// Where Semantic Kernel is, so is another of the name.
using LoggingChatClient = Chameleon.Connector.Telemetry.LoggingChatClient;

namespace Chameleon.Connector.Tests.Telemetry;

public sealed class LoggingChatClientTests
{
    private static readonly ChatMessage[] Secret = [new(ChatRole.User, "my secret wish")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_logs_its_start_its_end_and_its_tokens_but_not_what_was_said(bool stream)
    {
        var log = new LogLines();
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer).WithLogging((ILogger)log);

        await Call(client, stream);

        Assert.Collection(
            log.All,
            line => Assert.Equal((LogLevel.Debug, "chat script-1 invoked."), line),
            line =>
            {
                Assert.Equal(LogLevel.Debug, line.Level);
                Assert.StartsWith("chat script-1 completed in ", line.Text, StringComparison.Ordinal);
                Assert.EndsWith(" s: stop.", line.Text, StringComparison.Ordinal);
            },
            line => Assert.Equal((LogLevel.Information, "Prompt tokens: 7. Completion tokens: 5. Total tokens: 12."), line));
    }

    [Fact]
    public async Task Prompts_and_answers_are_logged_only_at_trace_and_only_when_asked_for()
    {
        var (asked, atDebug) = (new LogLines(), new LogLines(LogLevel.Debug));
        using var tracing = new ScriptedChatClient(ScriptedChatClient.Answer).WithLogging((ILogger)asked, client => client.EnableSensitiveData = true);
        using var debugging = new ScriptedChatClient(ScriptedChatClient.Answer).WithLogging((ILogger)atDebug, client => client.EnableSensitiveData = true);

        await Call(tracing, stream: true);
        await Call(debugging, stream: true);

        Assert.Contains(asked.All, line => line.Level == LogLevel.Trace && line.Text.Contains("my secret wish", StringComparison.Ordinal));
        Assert.Contains(asked.All, line => line.Level == LogLevel.Trace && line.Text.Contains("\"content\":\"A red star.\"", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", atDebug.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("star", atDebug.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_pictures_are_never_logged_wherever_they_stand()
    {
        var bytes = Enumerable.Range(0, 600).Select(i => (byte)(i * 7)).ToArray();
        var base64 = Convert.ToBase64String(bytes);
        var picture = new DataContent(bytes, "image/png");
        var call = new FunctionCallContent("c1", "look", new Dictionary<string, object?> { ["picture"] = picture.Uri, ["content"] = picture, ["raw"] = bytes });
        ChatMessage[] messages =
        [
            new(ChatRole.User, [picture, new TextContent($"see ![x](data:image/png;base64,{base64}) there")]),
            new(ChatRole.Assistant, [call]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", picture), new FunctionResultContent("c2", bytes), new FunctionResultContent("c3", new { Picture = bytes })]),
            new(ChatRole.Tool, [new FunctionResultContent("c4", new AIContent[] { new TextContent("seen"), picture })]),
            new(ChatRole.Tool, [new FunctionResultContent("c5", Enumerable.Range(0, 1).Select(_ => (AIContent)picture))]),
        ];
        var log = new LogLines();
        using var client = new ScriptedChatClient(new ChatResponseUpdate(ChatRole.Assistant, [picture]))
            .WithLogging((ILogger)log, logging => logging.EnableSensitiveData = true);

        await client.GetResponseAsync(messages);

        Assert.Contains("\"mime_type\":\"image/png\",\"bytes\":600", log.Everything, StringComparison.Ordinal);
        Assert.Contains(" there", log.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(base64[..24], log.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(base64[^24..], log.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_cannot_forge_a_line_nor_steer_a_terminal()
    {
        const string Forged = "hello\r\ninfo: Admin[0]\u001b[2J\u001b]0;owned\u0007 \u202Efdp.exe\u2028\u0085 end";
        var log = new LogLines();
        using var client = new ScriptedChatClient(new ChatResponseUpdate(ChatRole.Assistant, Forged)) { Failure = new InvalidOperationException(Forged) }
            .WithLogging((ILogger)log, logging => logging.EnableSensitiveData = true);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, Forged)], new ChatOptions { ModelId = Forged, StopSequences = [Forged] }));

        Assert.Equal(2, log.All.Count);
        Assert.All(log.All, line => Assert.DoesNotContain(
            line.Text, character => char.IsControl(character) || character is '\u2028' or '\u202E'));
        Assert.Contains("end", log.All[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_kind_and_goes_on_to_the_caller()
    {
        var log = new LogLines();
        var failure = new InvalidOperationException("no such thing");
        using var client = new ScriptedChatClient(ScriptedChatClient.Answer[0]) { Failure = failure }.WithLogging((ILogger)log);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Call(client, stream: true));

        Assert.Same(failure, thrown);
        var last = log.All[^1];
        Assert.Equal(LogLevel.Error, last.Level);
        Assert.EndsWith("s: System.InvalidOperationException: no such thing", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_and_leaving_early_are_no_errors()
    {
        var (cancelled, left) = (new LogLines(), new LogLines());
        using var source = new CancellationTokenSource();
        var hanging = new ScriptedChatClient(ScriptedChatClient.Answer)
        {
            BeforePiece = async (_, token) =>
            {
                await source.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
        };
        var leaving = new ScriptedChatClient(ScriptedChatClient.Answer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hanging.WithLogging((ILogger)cancelled).GetResponseAsync(Secret, cancellationToken: source.Token));
        await foreach (var update in leaving.WithLogging((ILogger)left).GetStreamingResponseAsync(Secret))
        {
            break;
        }

        Assert.StartsWith("chat script-1 canceled", cancelled.All[^1].Text, StringComparison.Ordinal);
        Assert.StartsWith("chat script-1 left by its caller", left.All[^1].Text, StringComparison.Ordinal);
        Assert.All(cancelled.All.Concat(left.All), line => Assert.Equal(LogLevel.Debug, line.Level));
        Assert.True(leaving.StreamDisposed);
    }

    [Fact]
    public async Task A_prompt_that_can_be_read_once_only_is_read_once_only()
    {
        var inner = new ScriptedChatClient(ScriptedChatClient.Answer);
        using var client = inner.WithLogging((ILogger)new LogLines(), logging => logging.EnableSensitiveData = true);
        var reads = 0;

        await client.GetResponseAsync(Once());

        Assert.Equal(1, reads);
        Assert.Equal("my secret wish", Assert.Single(inner.Prompts[0]).Text);

        IEnumerable<ChatMessage> Once()
        {
            reads++;
            yield return Secret[0];
        }
    }

    [Fact]
    public void A_factory_that_logs_nothing_adds_no_wrapper()
    {
        var inner = new ScriptedChatClient();
        using var factory = new LogLines();

        Assert.Same(inner, inner.WithLogging(NullLoggerFactory.Instance));
        var wrapped = inner.WithLogging((ILoggerFactory)factory);

        Assert.IsType<LoggingChatClient>(wrapped);
        Assert.Equal("Chameleon.Connector.Telemetry.LoggingChatClient", factory.Category);
        Assert.Same(inner, wrapped.GetService<ScriptedChatClient>());
        wrapped.Dispose();
        Assert.True(inner.Disposed);
    }

    [Fact]
    public void Nothing_may_be_null()
    {
        var inner = new ScriptedChatClient();

        Assert.Throws<ArgumentNullException>(() => inner.WithLogging((ILogger)null!));
        Assert.Throws<ArgumentNullException>(() => inner.WithLogging((ILoggerFactory)null!));
        Assert.Throws<ArgumentNullException>(() => ((IChatClient)null!).WithLogging((ILogger)new LogLines()));
        var client = inner.WithLogging((ILogger)new LogLines());
        Assert.Throws<ArgumentNullException>(() => { _ = client.GetResponseAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = client.GetStreamingResponseAsync(null!); });
    }

    [Fact]
    public void Very_long_texts_are_cut_with_their_length_told()
    {
        var text = new string('x', 100_000);

        var kept = LogText.Escape(text);

        Assert.InRange(kept.Length, 1, 66_000);
        Assert.EndsWith("(100000 characters)", kept, StringComparison.Ordinal);
        Assert.Equal("", LogText.Escape(null));
    }

    private static async Task Call(IChatClient client, bool stream)
    {
        if (!stream)
        {
            await client.GetResponseAsync(Secret);
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync(Secret))
        {
        }
    }
}
