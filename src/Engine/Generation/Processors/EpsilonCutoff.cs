namespace Chameleon.Engine.Generation.Processors;

/// <summary>Drops tokens whose probability is below ε (Hewitt et al. 2022); the likeliest stays.</summary>
internal sealed class EpsilonCutoff(float epsilon, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var largest = LogitsMath.Softmax(logits, workspace.Probabilities);
        for (var i = 0; i < logits.Length; i++)
        {
            if (workspace.Probabilities[i] < epsilon && logits[i] < largest)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
