namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Drops tokens whose probability is below η = min(ε, √ε · e^−entropy) (Hewitt et al. 2022); the likeliest stays.
/// </summary>
internal sealed class EtaCutoff(float epsilon, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var largest = LogitsMath.Softmax(logits, workspace.Probabilities);
        var entropy = 0d;
        foreach (var probability in workspace.Probabilities)
        {
            entropy -= probability > 0 ? probability * Math.Log(probability) : 0;
        }

        var eta = Math.Min(epsilon, Math.Sqrt(epsilon) * Math.Exp(-entropy));
        for (var i = 0; i < logits.Length; i++)
        {
            if (workspace.Probabilities[i] < eta && logits[i] < largest)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
