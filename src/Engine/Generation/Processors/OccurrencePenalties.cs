namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// OpenAI's rule: logit − count · frequencyPenalty − (count &gt; 0) · presencePenalty, counted over the answer alone.
/// </summary>
internal sealed class OccurrencePenalties(float frequencyPenalty, float presencePenalty, LogitsWorkspace workspace)
    : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var ids = workspace.Count(tokens[promptLength..], out var occurrences);
        for (var i = 0; i < ids.Length; i++)
        {
            logits[ids[i]] -= (occurrences[i] * frequencyPenalty) + presencePenalty;
        }
    }
}
