namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>What the scheduler counts. Written by the engine thread, read from any.</summary>
internal sealed class SchedulerCounters
{
    private long promptTokens;
    private long cachedTokens;
    private long generatedTokens;
    private long draftedTokens;
    private long acceptedTokens;
    private long passes;
    private long finished;
    private long failed;
    private long cancelled;
    private long preempted;
    private int running;
    private int waiting;

    /// <summary>Answers that run.</summary>
    public int Running { get => Volatile.Read(ref running); set => Volatile.Write(ref running, value); }

    /// <summary>Answers that wait.</summary>
    public int Waiting { get => Volatile.Read(ref waiting); set => Volatile.Write(ref waiting, value); }

    /// <summary>Prompt tokens that were computed, guidance's and repeated ones included.</summary>
    public long PromptTokens { get => Volatile.Read(ref promptTokens); set => Volatile.Write(ref promptTokens, value); }

    /// <summary>Prompt tokens that were taken from the cache.</summary>
    public long CachedTokens { get => Volatile.Read(ref cachedTokens); set => Volatile.Write(ref cachedTokens, value); }

    /// <summary>Tokens that were chosen.</summary>
    public long GeneratedTokens { get => Volatile.Read(ref generatedTokens); set => Volatile.Write(ref generatedTokens, value); }

    /// <summary>Tokens that were computed on trial.</summary>
    public long DraftedTokens { get => Volatile.Read(ref draftedTokens); set => Volatile.Write(ref draftedTokens, value); }

    /// <summary>Of these, tokens that were then chosen.</summary>
    public long AcceptedTokens { get => Volatile.Read(ref acceptedTokens); set => Volatile.Write(ref acceptedTokens, value); }

    /// <summary>Passes through the decoder.</summary>
    public long Passes { get => Volatile.Read(ref passes); set => Volatile.Write(ref passes, value); }

    /// <summary>Requests that had all their answers.</summary>
    public long Finished { get => Volatile.Read(ref finished); set => Volatile.Write(ref finished, value); }

    /// <summary>Requests that ended in an error.</summary>
    public long Failed { get => Volatile.Read(ref failed); set => Volatile.Write(ref failed, value); }

    /// <summary>Requests that were cancelled.</summary>
    public long Cancelled { get => Volatile.Read(ref cancelled); set => Volatile.Write(ref cancelled, value); }

    /// <summary>Answers that had to give their blocks back and start again from their ids.</summary>
    public long Preempted { get => Volatile.Read(ref preempted); set => Volatile.Write(ref preempted, value); }
}
