namespace Chameleon.Engine.Generation.Processors;

/// <summary>NaN to 0, ±∞ to the largest and lowest finite float. Immutable.</summary>
public sealed class RemoveNonFinite : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = float.IsNaN(logits[i]) ? 0 : Math.Clamp(logits[i], float.MinValue, float.MaxValue);
        }
    }
}
