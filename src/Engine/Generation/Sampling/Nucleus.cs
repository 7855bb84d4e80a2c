namespace Chameleon.Engine.Generation.Sampling;

/// <summary>Top-p on probabilities, as Meta's own samplers do it.</summary>
public static class Nucleus
{
    /// <summary>
    /// Zeroes every token before which likelier ones already have more than p together, and rescales the rest to sum 1.
    /// Of equals at the border, the first stay.
    /// </summary>
    /// <param name="probabilities">[vocabulary], sum 1; changed in place.</param>
    /// <param name="p">0 to 1.</param>
    public static void Keep(Span<float> probabilities, float p)
    {
        var ascending = probabilities.ToArray();
        Array.Sort(ascending);
        var (kept, first) = (0d, ascending.Length);
        while (first > 0 && kept <= p)
        {
            kept += ascending[--first];
        }

        var border = ascending[first];
        var equalsLeft = ascending.AsSpan(first).LastIndexOf(border) + 1;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var stays = probabilities[i] > border || (probabilities[i] == border && equalsLeft-- > 0);
            probabilities[i] = stays ? (float)(probabilities[i] / kept) : 0;
        }
    }
}
