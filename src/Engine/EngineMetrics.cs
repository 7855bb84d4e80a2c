namespace Chameleon.Engine;

/// <summary>What an engine does and has done, at one moment. The only source of numbers that users see.</summary>
public sealed record EngineMetrics
{
    /// <summary>Answers that run.</summary>
    public required int RunningAnswers { get; init; }

    /// <summary>Answers that wait.</summary>
    public required int WaitingAnswers { get; init; }

    /// <summary>Prompt tokens computed since loading; repeated ones and guidance's included.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>Prompt tokens taken from the cache since loading.</summary>
    public required long CachedTokens { get; init; }

    /// <summary>Tokens generated since loading.</summary>
    public required long GeneratedTokens { get; init; }

    /// <summary>Tokens computed on trial since loading.</summary>
    public required long DraftedTokens { get; init; }

    /// <summary>Of these, tokens that turned out right: each saved a pass.</summary>
    public required long AcceptedTokens { get; init; }

    /// <summary>Passes through the decoder since loading.</summary>
    public required long Passes { get; init; }

    /// <summary>Requests answered since loading.</summary>
    public required long FinishedRequests { get; init; }

    /// <summary>Requests that ended in an error since loading.</summary>
    public required long FailedRequests { get; init; }

    /// <summary>Requests cancelled since loading.</summary>
    public required long CancelledRequests { get; init; }

    /// <summary>Answers that had to give way for lack of cache and were computed again.</summary>
    public required long PreemptedAnswers { get; init; }

    /// <summary>Cache blocks that running answers and cached prefixes hold.</summary>
    public required int CacheBlocksInUse { get; init; }

    /// <summary>Cache blocks that have memory.</summary>
    public required int CacheBlocksAllocated { get; init; }

    /// <summary>Most cache blocks there may be.</summary>
    public required int CacheBlockLimit { get; init; }

    /// <summary>Bytes of a cache block.</summary>
    public required long CacheBlockBytes { get; init; }

    /// <summary>Bytes on the device: weights, activations and cache.</summary>
    public required long DeviceBytes { get; init; }
}
