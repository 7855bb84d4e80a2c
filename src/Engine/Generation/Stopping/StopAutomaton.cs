namespace Chameleon.Engine.Generation.Stopping;

/// <summary>The trie of a set of strings with failure links. Immutable; shared by the answers of a request.</summary>
internal sealed class StopAutomaton
{
    private readonly Dictionary<(int State, char Next), int> edges = [];
    private readonly List<int> depths = [0];
    private readonly List<int> failures = [0];
    private readonly List<int> matches = [0];

    /// <param name="stops">Stop strings, none empty.</param>
    public StopAutomaton(IEnumerable<string> stops)
    {
        foreach (var stop in stops)
        {
            Insert(stop);
        }

        Link();
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty => depths.Count == 1;

    /// <summary>The state after one more character: the longest suffix of the text that begins a stop string.</summary>
    public int Next(int state, char next)
    {
        while (true)
        {
            if (edges.TryGetValue((state, next), out var following))
            {
                return following;
            }

            if (state == 0)
            {
                return 0;
            }

            state = failures[state];
        }
    }

    /// <summary>Characters at the text's end that may become a stop string.</summary>
    public int Depth(int state) => depths[state];

    /// <summary>Length of the longest stop string that ends here; 0 for none.</summary>
    public int MatchLength(int state) => matches[state];

    private void Insert(string stop)
    {
        var state = 0;
        foreach (var character in stop)
        {
            if (!edges.TryGetValue((state, character), out var next))
            {
                next = depths.Count;
                edges.Add((state, character), next);
                depths.Add(depths[state] + 1);
                failures.Add(0);
                matches.Add(0);
            }

            state = next;
        }

        matches[state] = stop.Length;
    }

    /// <summary>Sets failure links in order of depth, so that each builds on finished ones.</summary>
    private void Link()
    {
        foreach (var ((parent, character), state) in edges.OrderBy(edge => depths[edge.Value]).ToArray())
        {
            failures[state] = parent == 0 ? 0 : Next(failures[parent], character);
            matches[state] = matches[state] > 0 ? matches[state] : matches[failures[state]];
        }
    }
}
