namespace Chameleon.Engine.Generation.Processors;

/// <summary>Forbids the end before prompt and answer together have so many tokens. Immutable.</summary>
/// <param name="length">Fewest tokens.</param>
/// <param name="ends">Ids that end an answer.</param>
public sealed class MinLength(int length, params int[] ends) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        if (tokens.Length >= length)
        {
            return;
        }

        foreach (var end in ends)
        {
            logits[end] = float.NegativeInfinity;
        }
    }
}
