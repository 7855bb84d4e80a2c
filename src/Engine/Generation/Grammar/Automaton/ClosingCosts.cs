namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>
/// How many bytes are enough to get from a node to the end of its rule, by how many values may still stand inside one
/// another. From every node that can get there, some byte leads to one that needs at least one byte less. Immutable.
/// </summary>
internal sealed class ClosingCosts
{
    /// <summary>There is no way.</summary>
    public const int Never = 1 << 29;

    private readonly List<int[]> byRoom = [];

    /// <param name="nodes">Of a whole grammar.</param>
    public ClosingCosts(GrammarNode[] nodes)
    {
        var noRoom = new int[nodes.Length];
        Array.Fill(noRoom, Never);
        for (var room = 0; room <= GrammarLimits.MaxDepth; room++)
        {
            var inside = room == 0 ? noRoom : byRoom[^1];
            var costs = Relax(nodes, inside);
            if (room > 0 && costs.AsSpan().SequenceEqual(inside))
            {
                break;
            }

            byRoom.Add(costs);
        }
    }

    /// <summary>The bytes, or <see cref="Never"/>.</summary>
    /// <param name="room">Values that may still stand inside one another.</param>
    /// <param name="node">From where.</param>
    public int this[int room, int node] => byRoom[Math.Min(room, byRoom.Count - 1)][node];

    private static int[] Relax(GrammarNode[] nodes, int[] inside)
    {
        var costs = new int[nodes.Length];
        Array.Fill(costs, Never);
        bool changed;
        do
        {
            changed = false;
            for (var node = 0; node < nodes.Length; node++)
            {
                var cost = Math.Min(Never, Cost(nodes[node], costs, inside));
                changed |= cost != costs[node];
                costs[node] = cost;
            }
        }
        while (changed);
        return costs;
    }

    private static int Cost(GrammarNode node, int[] costs, int[] inside)
    {
        var cheapest = Never;
        switch (node)
        {
            case GrammarNode.Bytes bytes:
                foreach (var edge in bytes.Edges)
                {
                    cheapest = Math.Min(cheapest, 1 + costs[edge.Target]);
                }

                return cheapest;
            case GrammarNode.Choice choice:
                foreach (var target in choice.Targets)
                {
                    cheapest = Math.Min(cheapest, costs[target]);
                }

                return cheapest;
            case GrammarNode.Value value:
                return inside[value.Rule] + costs[value.Next];
            case GrammarNode.Text text:
                return text.Rule.BytesToClose(text.Rule.Start) + costs[text.Next];
            default:
                return 0;
        }
    }
}
