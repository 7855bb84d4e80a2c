namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Keeps the likeliest tokens that together have probability p (nucleus sampling, Holtzman et al. 2019): from the
/// least likely up, tokens go as long as what has gone stays within 1 − p. At least one stays.
/// </summary>
internal sealed class TopP(float p, LogitsWorkspace workspace) : ILogitsProcessor
{
    private readonly double tail = 1 - (double)p;

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        LogitsMath.Softmax(logits, workspace.Probabilities);

        // Whatever is no likelier than tail / vocabulary goes in any case, as all of these together stay within the
        // tail. Only the rest need be sorted.
        var certain = tail / logits.Length;
        var (gone, candidates) = (0d, 0);
        foreach (var probability in workspace.Probabilities)
        {
            if (probability > certain)
            {
                workspace.Keys[candidates++] = probability;
            }
            else
            {
                gone += probability;
            }
        }

        var ascending = workspace.Keys.AsSpan(0, candidates);
        ascending.Sort();
        var first = 0;
        while (first < candidates - 1 && (gone += ascending[first]) <= tail)
        {
            first++;
        }

        Truncate(logits, workspace.Probabilities, ascending[first..]);
    }

    /// <summary>Keeps what is among the kept probabilities; of equals at the border, the first.</summary>
    private static void Truncate(Span<float> logits, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> kept)
    {
        var border = kept[0];
        var equalsLeft = kept.LastIndexOf(border) + 1;
        for (var i = 0; i < logits.Length; i++)
        {
            if (probabilities[i] < border || (probabilities[i] == border && equalsLeft-- <= 0))
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
