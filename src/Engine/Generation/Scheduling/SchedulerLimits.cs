namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>How much runs at once.</summary>
internal sealed record SchedulerLimits
{
    /// <summary>Tokens that a sequence may have, prompt and answer together.</summary>
    public required int Context { get; init; }

    /// <summary>Answers that run at the same time; further ones wait.</summary>
    public int MaxRunning { get; init; } = 16;

    /// <summary>Requests that may wait; further ones are refused.</summary>
    public int MaxWaiting { get; init; } = 128;

    /// <summary>Prompt tokens that one pass computes at most, beside the running answers' rows.</summary>
    public int PrefillChunk { get; init; } = 512;

    /// <summary>Most tokens of an answer that a pass computes on trial, where the request does not say.</summary>
    public int DraftTokens { get; init; }

    /// <summary>Updates that may wait for their reader; beyond that the request pauses.</summary>
    public int BufferedUpdates { get; init; } = 64;

    /// <summary>How long a paused request waits for its reader.</summary>
    public TimeSpan ReaderTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
