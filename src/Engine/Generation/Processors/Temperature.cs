namespace Chameleon.Engine.Generation.Processors;

/// <summary>Divides all logits by the temperature: below 1 sharpens, above 1 flattens.</summary>
internal sealed class Temperature(float temperature) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] /= temperature;
        }
    }
}
