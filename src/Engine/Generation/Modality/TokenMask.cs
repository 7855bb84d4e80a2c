namespace Chameleon.Engine.Generation.Modality;

/// <summary>
/// A set of allowed ids, kept as the runs between them: families put their text and their picture ids side by side, so
/// forbidding everything else is a handful of fills. Immutable.
/// </summary>
internal sealed class TokenMask
{
    private readonly bool[] allowed;
    private readonly (int Start, int Length)[] forbidden;

    /// <param name="vocabularySize">Length of a row of logits.</param>
    /// <param name="ids">Allowed ids; order and repetition do not matter.</param>
    public TokenMask(int vocabularySize, IEnumerable<int> ids)
    {
        allowed = new bool[vocabularySize];
        foreach (var id in ids)
        {
            allowed[id] = true;
        }

        var runs = new List<(int, int)>();
        for (var id = 0; id < vocabularySize; id++)
        {
            var start = id;
            while (id < vocabularySize && !allowed[id])
            {
                id++;
            }

            if (id > start)
            {
                runs.Add((start, id - start));
            }
        }

        forbidden = [.. runs];
    }

    /// <summary>Whether an id is in the set.</summary>
    public bool Allows(int id) => (uint)id < (uint)allowed.Length && allowed[id];

    /// <summary>Sets the logits of everything outside the set to −∞.</summary>
    public void Apply(Span<float> logits)
    {
        foreach (var (start, length) in forbidden)
        {
            logits.Slice(start, length).Fill(float.NegativeInfinity);
        }
    }
}
