namespace Chameleon.Engine.Generation.Processors;

/// <summary>Forbids single tokens. Immutable.</summary>
/// <param name="ids">What never comes up.</param>
public sealed class SuppressTokens(params int[] ids) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        foreach (var id in ids)
        {
            logits[id] = float.NegativeInfinity;
        }
    }
}
