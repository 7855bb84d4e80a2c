namespace Chameleon.Engine.Generation.Processors;

/// <summary>Leaves only the end as the last token that fits. Immutable.</summary>
/// <param name="maxLength">Tokens of prompt and answer together.</param>
/// <param name="end">Id that ends an answer.</param>
public sealed class ForcedEnd(int maxLength, int end) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        if (tokens.Length == maxLength - 1)
        {
            logits.Fill(float.NegativeInfinity);
            logits[end] = 0;
        }
    }
}
