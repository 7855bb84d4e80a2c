namespace Chameleon.Engine.Generation.Processors;

/// <summary>Logits to log-probabilities: log softmax. Immutable.</summary>
public sealed class Renormalise : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var normaliser = LogitsMath.LogSumExp(logits);
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] -= normaliser;
        }
    }
}
