namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Keeps the tokens whose information content is nearest to the entropy, up to a probability mass (locally typical
/// sampling, Meister et al. 2022).
/// </summary>
internal sealed class TypicalP(float mass, LogitsWorkspace workspace) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var normaliser = LogitsMath.LogSumExp(logits);
        var entropy = 0d;
        foreach (var logit in logits)
        {
            if (!float.IsNegativeInfinity(logit))
            {
                entropy -= MathF.Exp(logit - normaliser) * (logit - normaliser);
            }
        }

        var candidates = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsNegativeInfinity(logits[i]))
            {
                workspace.Keys[candidates] = Surprise(logits[i] - normaliser, (float)entropy);
                workspace.Ids[candidates++] = i;
            }
        }

        var keys = workspace.Keys.AsSpan(0, candidates);
        keys.Sort(workspace.Ids.AsSpan(0, candidates));
        var (kept, last) = (0d, 0);
        while (last < candidates - 1 && (kept += MathF.Exp(logits[workspace.Ids[last]] - normaliser)) < mass)
        {
            last++;
        }

        var bound = keys[last];
        for (var i = 0; i < logits.Length; i++)
        {
            if (Surprise(logits[i] - normaliser, (float)entropy) > bound)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }

    private static float Surprise(float logProbability, float entropy) => MathF.Abs(-logProbability - entropy);
}
