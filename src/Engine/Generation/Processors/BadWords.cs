namespace Chameleon.Engine.Generation.Processors;

/// <summary>Forbids runs of tokens. Immutable.</summary>
public sealed class BadWords : ILogitsProcessor
{
    private readonly SequenceBias bias;

    /// <param name="words">Runs of ids, none empty. A run that is only <paramref name="endOfSequence"/> is left out.</param>
    /// <param name="endOfSequence">Id that must stay possible.</param>
    public BadWords(IEnumerable<int[]> words, int endOfSequence) =>
        bias = new SequenceBias(words
            .Where(word => word is not [var single] || single != endOfSequence)
            .Select(word => KeyValuePair.Create(word, float.NegativeInfinity)));

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) =>
        bias.Process(tokens, promptLength, logits);
}
