using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>The span and the measurements of one call.</summary>
internal sealed class TracedCall : CallObserver
{
    private readonly GenAiInstruments instruments;
    private readonly GenAiTarget target;
    private readonly bool captureContent;
    private readonly Activity? span;
    private readonly long started = Stopwatch.GetTimestamp();
    private long lastChunk;

    /// <param name="instruments">What to measure with.</param>
    /// <param name="target">What is called.</param>
    /// <param name="captureContent">Whether prompt and answer are written into the span.</param>
    /// <param name="describe">Writes the request into the span; asked only when there is one.</param>
    public TracedCall(GenAiInstruments instruments, GenAiTarget target, bool captureContent, Action<Activity> describe)
        : base(captureContent)
    {
        (this.instruments, this.target, this.captureContent) = (instruments, target, captureContent);
        var name = target.Model is null ? target.Operation : $"{target.Operation} {target.Model}";
        span = instruments.Source.StartActivity(name, ActivityKind.Client);
        if (span is not null)
        {
            foreach (var (key, value) in target.Tags())
            {
                span.SetTag(key, value);
            }

            describe(span);
        }
    }

    /// <summary>An async iterator forgets the current span between its pieces (dotnet/runtime#47802).</summary>
    protected override void Resuming()
    {
        if (span is not null)
        {
            Activity.Current = span;
        }
    }

    protected override void Received(ChatResponseUpdate update)
    {
        base.Received(update);
        var now = Stopwatch.GetTimestamp();
        if (lastChunk == 0)
        {
            var seconds = Stopwatch.GetElapsedTime(started, now).TotalSeconds;
            instruments.FirstChunk.Record(seconds, Tags());
            span?.SetTag("gen_ai.response.time_to_first_chunk", seconds);
        }
        else
        {
            instruments.ChunkGap.Record(Stopwatch.GetElapsedTime(lastChunk, now).TotalSeconds, Tags());
        }

        lastChunk = now;
    }

    protected override void Failed(Exception exception)
    {
        var type = exception.GetType().FullName!;
        span?.SetTag("error.type", type);
        span?.SetStatus(ActivityStatusCode.Error, exception.Message);
        End(type);
    }

    protected override void Ended(bool whole) => End(errorType: null);

    private void End(string? errorType)
    {
        var tags = Tags();
        RecordTokens("input", Answer.Usage?.InputTokenCount, tags);
        RecordTokens("output", Answer.Usage?.OutputTokenCount, tags);
        if (errorType is not null)
        {
            tags.Add("error.type", errorType);
        }

        instruments.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        if (span is not null)
        {
            DescribeAnswer(span);
            span.Dispose();
        }
    }

    private void RecordTokens(string kind, long? count, TagList tags)
    {
        if (count is { } tokens)
        {
            tags.Add("gen_ai.token.type", kind);
            instruments.TokenUsage.Record(tokens, tags);
        }
    }

    private void DescribeAnswer(Activity activity)
    {
        activity.SetTag("gen_ai.response.id", Answer.ResponseId);
        activity.SetTag("gen_ai.response.model", Answer.ModelId);
        activity.SetTag("gen_ai.conversation.id", activity.GetTagItem("gen_ai.conversation.id") ?? Answer.ConversationId);
        activity.SetTag("gen_ai.response.finish_reasons", Answer.FinishReason is { } reason ? new[] { reason.Value } : null);
        activity.SetTag("gen_ai.usage.input_tokens", Answer.Usage?.InputTokenCount);
        activity.SetTag("gen_ai.usage.output_tokens", Answer.Usage?.OutputTokenCount);
        activity.SetTag("gen_ai.usage.cache_read.input_tokens", Answer.Usage?.CachedInputTokenCount);
        activity.SetTag("gen_ai.usage.reasoning.output_tokens", Answer.Usage?.ReasoningTokenCount);
        if (captureContent)
        {
            activity.SetTag("gen_ai.output.messages", Answer.Content);
        }
    }

    private TagList Tags()
    {
        var tags = default(TagList);
        foreach (var (key, value) in target.Tags())
        {
            tags.Add(key, value);
        }

        if (Answer.ModelId is { } model)
        {
            tags.Add("gen_ai.response.model", model);
        }

        return tags;
    }
}
