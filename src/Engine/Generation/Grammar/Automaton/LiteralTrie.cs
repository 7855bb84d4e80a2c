namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>Literals that share their beginnings, so that a choice among hundreds stays one place. Not thread-safe.</summary>
internal sealed class LiteralTrie
{
    private readonly List<SortedDictionary<byte, int>> edges = [[]];
    private readonly List<int?> ends = [null];

    /// <summary>Adds a literal; of two that are equal, the first counts.</summary>
    public void Add(byte[] literal, int next)
    {
        var state = 0;
        foreach (var value in literal)
        {
            if (!edges[state].TryGetValue(value, out var target))
            {
                target = edges.Count;
                edges[state].Add(value, target);
                edges.Add([]);
                ends.Add(null);
            }

            state = target;
        }

        ends[state] ??= next;
    }

    /// <summary>Makes nodes of it and returns the first.</summary>
    public int Emit(GrammarBuilder builder)
    {
        var emitted = new int[edges.Count];

        // A child is always younger than its parent.
        for (var state = edges.Count - 1; state >= 0; state--)
        {
            var bytes = edges[state].Count == 0
                ? builder.DeadEnd
                : builder.Bytes([.. edges[state].Select(edge => new ByteEdge(edge.Key, edge.Key, emitted[edge.Value]))]);
            emitted[state] = ends[state] is { } next ? builder.Choice(next, bytes) : bytes;
        }

        return emitted[0];
    }
}
