namespace Chameleon.Engine.Generation.Processors;

/// <summary>Drops tokens whose probability is below a share of the likeliest one's (Nguyen et al. 2024).</summary>
internal sealed class MinP(float share, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        LogitsMath.Softmax(logits, workspace.Probabilities);
        var bound = share * LogitsMath.Max(workspace.Probabilities);
        for (var i = 0; i < logits.Length; i++)
        {
            if (workspace.Probabilities[i] < bound)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
