using System.Runtime.InteropServices;

namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>
/// Sets of stacks of the values that a position stands in. All stacks of a set are equally deep, sets are kept once and
/// have numbers, and equal tops share what lies below; so a set stays small however many ways there are to read a
/// document (after Tomita's graph-structured stack, 1985). Not thread-safe.
/// </summary>
internal sealed class StackSets
{
    /// <summary>Stands in nothing: the document itself.</summary>
    public const int Document = 0;

    private readonly ByteGrammar grammar;
    private readonly List<StackSet> sets = [new([], 0, 0)];
    private readonly Dictionary<Frame[], int> numbers = new(SequenceComparer<Frame>.Instance);
    private readonly Dictionary<Frame, int> pushed = [];
    private readonly Dictionary<(int, int), int> unions = [];

    /// <param name="grammar">Whose nodes the frames name.</param>
    public StackSets(ByteGrammar grammar) => this.grammar = grammar;

    /// <summary>How many sets there are.</summary>
    public int Count => sets.Count;

    /// <summary>The tops of a set's stacks, each with what lies below it.</summary>
    public ReadOnlySpan<Frame> Frames(int set) => sets[set].Frames;

    /// <summary>Values that may still stand inside one another above a set.</summary>
    public int Room(int set) => GrammarLimits.MaxDepth - sets[set].Depth;

    /// <summary>Bytes that are enough to end all values of one of a set's stacks.</summary>
    public int BytesToClose(int set) => sets[set].BytesToClose;

    /// <summary>The set with one more value on top.</summary>
    /// <param name="set">Below.</param>
    /// <param name="next">Node that follows the value.</param>
    public int Push(int set, int next)
    {
        var frame = new Frame(next, set);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(pushed, frame, out var known);
        return known ? number : number = Intern([frame]);
    }

    /// <summary>The set of both sets' stacks.</summary>
    public int Union(int first, int second)
    {
        if (first == second)
        {
            return first;
        }

        var key = (Math.Min(first, second), Math.Max(first, second));
        if (unions.TryGetValue(key, out var union))
        {
            return union;
        }

        var below = new SortedDictionary<int, int>();
        foreach (var frame in (Frame[])[.. sets[first].Frames, .. sets[second].Frames])
        {
            below[frame.Next] = below.TryGetValue(frame.Next, out var other) ? Union(other, frame.Below) : frame.Below;
        }

        union = Intern([.. below.Select(pair => new Frame(pair.Key, pair.Value))]);
        unions.Add(key, union);
        return union;
    }

    private int Intern(Frame[] frames)
    {
        if (numbers.TryGetValue(frames, out var number))
        {
            return number;
        }

        var bytes = ClosingCosts.Never;
        foreach (var frame in frames)
        {
            bytes = Math.Min(bytes, grammar.Costs[Room(frame.Below), frame.Next] + BytesToClose(frame.Below));
        }

        number = sets.Count;
        sets.Add(new StackSet(frames, sets[frames[0].Below].Depth + 1, bytes));
        numbers.Add(frames, number);
        return number;
    }

    private readonly record struct StackSet(Frame[] Frames, int Depth, int BytesToClose);
}

/// <summary>One value that a position stands in.</summary>
/// <param name="Next">Node that follows the value.</param>
/// <param name="Below">The values that it stands in itself, as a set's number.</param>
internal readonly record struct Frame(int Next, int Below);
