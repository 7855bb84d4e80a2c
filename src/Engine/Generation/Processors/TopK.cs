namespace Chameleon.Engine.Generation.Processors;

/// <summary>Keeps the k likeliest tokens, and all that equal the k-th.</summary>
internal sealed class TopK(int k, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var kept = 0;
        foreach (var logit in logits)
        {
            if (!float.IsNegativeInfinity(logit))
            {
                workspace.Keys[kept++] = logit;
            }
        }

        if (kept <= k)
        {
            return;
        }

        var bound = LogitsMath.KthLargest(workspace.Keys.AsSpan(0, kept), k);
        for (var i = 0; i < logits.Length; i++)
        {
            if (logits[i] < bound)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
