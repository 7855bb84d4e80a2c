namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>
/// A grammar as an automaton whose states are made when they are first reached and then kept, as are the steps between
/// them. Not thread-safe.
/// </summary>
internal sealed class GrammarStates
{
    private readonly ByteGrammar grammar;
    private readonly StackSets stacks;
    private readonly List<GrammarState> states = [];
    private readonly Dictionary<Position[], GrammarState> known = new(SequenceComparer<Position>.Instance);
    private readonly Dictionary<long, GrammarState?> steps = [];
    private readonly Dictionary<Position, int> gathered = [];
    private readonly Stack<(int Node, int Stack)> open = new();
    private readonly HashSet<(int Node, int Stack)> seen = [];

    /// <param name="grammar">The grammar.</param>
    public GrammarStates(ByteGrammar grammar)
    {
        this.grammar = grammar;
        stacks = new StackSets(grammar);
        Follow(grammar.Start, StackSets.Document);
        Start = Gathered() ?? throw GrammarThrow.NothingFits();
    }

    /// <summary>Nothing stands yet.</summary>
    public GrammarState Start { get; }

    /// <summary>The node that a position waits in; null behind a whole document.</summary>
    public GrammarNode? NodeOf(Position at) => at.Node == Position.End ? null : grammar.Nodes[at.Node];

    /// <summary>States, steps and sets of stacks that are kept.</summary>
    public int Kept => states.Count + steps.Count + stacks.Count;

    /// <summary>The state after one more byte; null when it cannot follow.</summary>
    public GrammarState? Step(GrammarState state, byte value)
    {
        if (!state.First.Contains(value))
        {
            return null;
        }

        var key = ((long)state.Number << 8) | value;
        if (!steps.TryGetValue(key, out var next))
        {
            foreach (var position in state.Positions)
            {
                Step(position, value);
            }

            next = Gathered();
            steps.Add(key, next);
        }

        return next;
    }

    /// <summary>The state with the positions that a condition holds for; null for none.</summary>
    public GrammarState? Only(GrammarState state, Func<Position, bool> condition) =>
        Intern([.. state.Positions.Where(condition)]);

    /// <summary>Tokens that are enough to end the answer from a position, one byte each, the closing token included.</summary>
    public int TokensToEnd(Position at)
    {
        const int ClosingToken = 1;
        var here = NodeOf(at) switch
        {
            null => 0,
            GrammarNode.Free => -ClosingToken,
            GrammarNode.Text text => text.Rule.BytesToClose(at.Text) + grammar.Costs[stacks.Room(at.Stack), text.Next],
            _ => grammar.Costs[stacks.Room(at.Stack), at.Node],
        };
        return Math.Min(ClosingCosts.Never, here + stacks.BytesToClose(at.Stack) + ClosingToken);
    }

    private void Step(Position at, byte value)
    {
        switch (NodeOf(at))
        {
            case GrammarNode.Bytes bytes:
                foreach (var edge in bytes.Edges)
                {
                    if (edge.Takes(value))
                    {
                        Follow(edge.Target, at.Stack);
                    }
                }

                break;
            case GrammarNode.Text text:
                var next = text.Rule.Next(at.Text, value);
                if (next.Place == StringPlace.Closed)
                {
                    Follow(text.Next, at.Stack);
                }
                else if (next.Place != StringPlace.Dead)
                {
                    Gather(at with { Text = next });
                }

                break;
            case GrammarNode.Free free:
                var marker = free.Marker.Next(at.Marker, value);
                if (marker == free.Marker.Complete)
                {
                    Follow(free.Next, at.Stack);
                }
                else
                {
                    Gather(at with { Marker = marker });
                }

                break;
        }
    }

    /// <summary>Gathers the positions that a node leads to without a byte.</summary>
    private void Follow(int node, int stack)
    {
        Open(node, stack);
        while (open.TryPop(out var at))
        {
            switch (grammar.Nodes[at.Node])
            {
                case GrammarNode.Choice choice:
                    foreach (var target in choice.Targets)
                    {
                        Open(target, at.Stack);
                    }

                    break;
                case GrammarNode.Value value when stacks.Room(at.Stack) > 0:
                    Open(value.Rule, stacks.Push(at.Stack, value.Next));
                    break;
                case GrammarNode.Value:
                    break;
                case GrammarNode.Return when at.Stack == StackSets.Document:
                    Gather(new Position(Position.End, default, 0, at.Stack));
                    break;
                case GrammarNode.Return:
                    foreach (var frame in stacks.Frames(at.Stack))
                    {
                        Open(frame.Next, frame.Below);
                    }

                    break;
                case GrammarNode.Text text:
                    Gather(new Position(at.Node, text.Rule.Start, 0, at.Stack));
                    break;
                default:
                    Gather(new Position(at.Node, default, 0, at.Stack));
                    break;
            }
        }
    }

    private void Open(int node, int stack)
    {
        if (seen.Add((node, stack)))
        {
            open.Push((node, stack));
        }
    }

    private void Gather(Position position)
    {
        if (TokensToEnd(position) < ClosingCosts.Never)
        {
            gathered[position.Here] = gathered.TryGetValue(position.Here, out var other) ? stacks.Union(other, position.Stack) : position.Stack;
        }
    }

    private GrammarState? Gathered()
    {
        Position[] positions = [.. gathered.Select(pair => pair.Key with { Stack = pair.Value })];
        gathered.Clear();
        seen.Clear();
        Array.Sort(positions);
        return Intern(positions);
    }

    private GrammarState? Intern(Position[] positions)
    {
        if (positions.Length == 0)
        {
            return null;
        }

        if (!known.TryGetValue(positions, out var state))
        {
            var isFree = positions.Any(position => NodeOf(position) is GrammarNode.Free);
            var mayEnd = isFree || positions.Any(position => position.Node == Position.End);
            state = new GrammarState(states.Count, positions, positions.Min(TokensToEnd), mayEnd, isFree);
            AddFirst(state);
            states.Add(state);
            known.Add(positions, state);
        }

        return state;
    }

    private void AddFirst(GrammarState state)
    {
        foreach (var position in state.Positions)
        {
            switch (NodeOf(position))
            {
                case GrammarNode.Bytes bytes:
                    foreach (var edge in bytes.Edges)
                    {
                        state.First.Add(edge.Low, edge.High);
                    }

                    break;
                case GrammarNode.Text or GrammarNode.Free:
                    state.First.Add(byte.MinValue, byte.MaxValue);
                    break;
            }
        }
    }
}
