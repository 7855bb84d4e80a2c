using System.Text;

namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>Names that a string must not spell. Immutable.</summary>
internal sealed class NameTrie
{
    /// <summary>What stands so far begins none of the names.</summary>
    public const int Apart = 0;

    /// <summary>Nothing stands yet.</summary>
    public const int Root = 1;

    private readonly Dictionary<(int State, byte Value), int> edges = [];
    private readonly HashSet<int> names = [];

    /// <param name="names">The names.</param>
    public NameTrie(IEnumerable<string> names)
    {
        var last = Root;
        foreach (var name in names)
        {
            var state = Root;
            foreach (var value in Encoding.UTF8.GetBytes(name))
            {
                if (!edges.TryGetValue((state, value), out var next))
                {
                    next = ++last;
                    edges.Add((state, value), next);
                }

                state = next;
            }

            this.names.Add(state);
        }
    }

    /// <summary>The state after one more byte.</summary>
    public int Next(int state, byte value) =>
        state != Apart && edges.TryGetValue((state, value), out var next) ? next : Apart;

    /// <summary>Whether one of the names stands there, whole.</summary>
    public bool IsName(int state) => names.Contains(state);
}
