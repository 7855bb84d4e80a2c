using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Generation.Stopping;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// One prompt with its answers, from submission to end. Made on the caller's thread; from submission on it belongs to
/// the engine thread, <see cref="Cancel"/> and <see cref="Output"/>'s reading side excepted.
/// </summary>
internal sealed class GenerationRequest : IDisposable
{
    private readonly CancellationToken callers;
    private readonly CancellationTokenSource cancellation;
    private readonly Lock gate = new();
    private bool isDisposed;
    private bool hasLeftQueue;

    /// <param name="callers">Cancelled by the caller.</param>
    /// <param name="engines">Cancelled when the engine is disposed.</param>
    public GenerationRequest(CancellationToken callers, CancellationToken engines)
    {
        this.callers = callers;
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(callers, engines);
    }

    /// <summary>Its checked options.</summary>
    public required GenerationOptions Options { get; init; }

    /// <summary>The prompt before its pictures are encoded.</summary>
    public required PromptDraft Draft { get; init; }

    /// <summary>The prompt of the side that guidance leads away from, beyond begin of sequence; empty for nothing.</summary>
    public required int[] NegativePrompt { get; init; }

    /// <summary>Tokens that each answer may have, resolved.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>Most tokens of an answer that a pass computes on trial; 0 for none.</summary>
    public required int DraftTokens { get; init; }

    /// <summary>What each answer must be; null for anything.</summary>
    public GrammarBinding? Grammar { get; init; }

    /// <summary>Start of each answer's random numbers.</summary>
    public required long Seed { get; init; }

    /// <summary>Processors of text.</summary>
    public required ILogitsProcessor[] TextChain { get; init; }

    /// <summary>Processors of picture codes.</summary>
    public required ILogitsProcessor[] PictureChain { get; init; }

    /// <summary>[codes per picture]: tokens of the codes that are not drawn; null draws all.</summary>
    public required int?[]? KeptPicture { get; init; }

    /// <summary>Stop strings.</summary>
    public required StopAutomaton Stops { get; init; }

    /// <summary>Where its updates go.</summary>
    public required UpdateBuffer Output { get; init; }

    /// <summary>When it was submitted.</summary>
    public required long Submitted { get; init; }

    /// <summary>Cancelled by the caller, by leaving the enumeration, or because the engine is disposed.</summary>
    public CancellationToken Token => cancellation.Token;

    /// <summary>Its answers.</summary>
    public Answer[] Answers { get; set; } = [];

    /// <summary>Order of submission.</summary>
    public long Number { get; set; }

    /// <summary>The ids that the model reads; empty until all pictures are encoded.</summary>
    public List<int> Prompt { get; } = [];

    /// <summary>Segments of the draft that are in <see cref="Prompt"/>.</summary>
    public int SegmentsDone { get; set; }

    /// <summary>Whose cached prefixes it may use.</summary>
    public PrefixScope? Scope { get; set; }

    /// <summary>Whether the prompt's blocks are there for the other answers.</summary>
    public bool IsPrefixKept { get; set; }

    /// <summary>Prompt tokens that were there from an earlier turn; set by the first answer.</summary>
    public int? CachedTokens { get; set; }

    /// <summary>When its first answer began.</summary>
    public long? Started { get; set; }

    /// <summary>Since when its full buffer makes it pause.</summary>
    public long? PausedSince { get; set; }

    /// <summary>Whether the running pass reads a prompt of it, so that cancelling it stops the pass.</summary>
    public volatile bool IsInPrefillPass;

    /// <summary>Unhooks it from the caller's token.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>Whether all its answers have ended.</summary>
    public bool HasEnded
    {
        get
        {
            foreach (var answer in Answers)
            {
                if (!answer.State.IsEnd())
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Called once, when it no longer waits for its first answer to start.</summary>
    public Action? LeftQueue { get; init; }

    /// <summary>Its first answer starts, or it ends before.</summary>
    public void LeaveQueue()
    {
        if (!hasLeftQueue)
        {
            hasLeftQueue = true;
            LeftQueue?.Invoke();
        }
    }

    /// <summary>What its reader gets when it is cancelled.</summary>
    public OperationCanceledException Cancelled() => new("The request was cancelled.", callers);

    /// <summary>Ends it as soon as the engine thread gets to it. From any thread, any number of times.</summary>
    public void Cancel()
    {
        lock (gate)
        {
            if (!isDisposed)
            {
                cancellation.Cancel();
            }
        }
    }

    /// <summary>Lets go of the caller's token.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            Registration.Unregister();
            cancellation.Dispose();
        }
    }
}
