namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Divides positive and multiplies negative logits of every token that came up, prompt included, once per distinct
/// token (Keskar et al. 2019).
/// </summary>
internal sealed class RepetitionPenalty(float penalty, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        foreach (var id in workspace.Count(tokens, out _))
        {
            logits[id] = logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty;
        }
    }
}
