using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Sampling;

namespace Chameleon.Engine.Generation;

/// <summary>What an answer may consist of.</summary>
public enum GenerationMode
{
    /// <summary>Text only; picture tokens cannot come up.</summary>
    Text,

    /// <summary>One picture and nothing else.</summary>
    Picture,

    /// <summary>Text and pictures as the model sees fit.</summary>
    Interleaved,
}

/// <summary>How an answer is made. Immutable; what makes no sense is refused before anything runs, with value and limit.</summary>
public sealed record GenerationOptions
{
    /// <summary>What the answer may consist of.</summary>
    public GenerationMode Mode { get; init; } = GenerationMode.Text;

    /// <summary>Most tokens to generate, pictures included; null: as many as the context holds.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Number of answers to the one prompt, 1 to 64.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>Same seed, same answers; null: a fresh seed each time.</summary>
    public long? Seed { get; init; }

    /// <summary>The seed with which a single answer equals one of several: each of a request's answers can be made again alone.</summary>
    /// <param name="seed">Seed of the request for several answers.</param>
    /// <param name="answer">Which of its answers, from 0; the first one's is the seed itself.</param>
    public static long SeedOfAnswer(long seed, int answer) => SampleRandom.SeedOf(seed, answer);

    /// <summary>How text tokens are chosen.</summary>
    public SamplingOptions Text { get; init; } = SamplingOptions.ForText;

    /// <summary>How pictures are drawn.</summary>
    public PictureOptions Picture { get; init; } = new();

    /// <summary>Strings that end the answer and are not part of it; at most 16, none empty.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Added to the logits of single text tokens, −100 to 100.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>
    /// What the text must be: a JSON document, calls of tools; null for whatever the model writes. Only in
    /// <see cref="GenerationMode.Text"/>. The answer is then always whole: tokens are chosen so that it can be ended in
    /// <see cref="MaxNewTokens"/>, and a request with too few for any answer is refused. Nothing else can break it: stop
    /// strings count in free text only, and where all other options together leave no token that the grammar allows,
    /// they give way.
    /// </summary>
    public TokenGrammar? Grammar { get; init; }

    /// <summary>
    /// Requests of one scope (a conversation, a user) may share cached prompts and pictures, so that the next turn computes
    /// only what is new. Null shares with nobody: nothing can be learned from the time an answer takes. At most
    /// <see cref="GenerationLimits.MaxCacheScopeLength"/> characters.
    /// </summary>
    public string? CacheScope { get; init; }

    /// <summary>
    /// Tells for each token of text how likely it was, and so many of the likeliest, 0 to
    /// <see cref="GenerationLimits.MaxTopProbabilities"/>; null tells nothing.
    /// </summary>
    public int? TopProbabilities { get; init; }

    /// <summary>
    /// Most tokens of text that one pass computes on trial, guessed from earlier occurrences of the last tokens (prompt
    /// lookup decoding), 0 to <see cref="GenerationLimits.MaxDraftTokens"/>; 0 guesses nothing, null is
    /// <see cref="EngineOptions.DraftTokens"/>. Changes how soon an answer is there, never what it is.
    /// </summary>
    public int? DraftTokens { get; init; }

    /// <summary>Processors of the caller's own, run after all others and before sampling of text.</summary>
    public IReadOnlyList<ILogitsProcessor> Processors { get; init; } = [];
}
