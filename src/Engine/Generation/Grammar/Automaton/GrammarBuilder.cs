using System.Text;
using Chameleon.Engine.Generation.Grammar.Schema;

namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>
/// Puts a grammar together from its end: every method takes the node that follows and returns the node that leads there.
/// Not thread-safe.
/// </summary>
internal sealed class GrammarBuilder
{
    private readonly List<GrammarNode?> nodes = [];

    public GrammarBuilder()
    {
        Return = Add(new GrammarNode.Return());
        DeadEnd = Choice();
    }

    /// <summary>The end of every rule.</summary>
    public int Return { get; }

    /// <summary>Nothing can follow.</summary>
    public int DeadEnd { get; }

    /// <summary>A node that is to be <see cref="Define"/>d, so that others can lead to it before.</summary>
    public int Reserve() => Add(null);

    /// <summary>Makes a reserved node lead to another.</summary>
    public void Define(int reserved, int target) => nodes[reserved] = new GrammarNode.Choice([target]);

    /// <summary>One byte.</summary>
    public int Byte(char value, int next) => Range(value, value, next);

    /// <summary>One byte of a range.</summary>
    public int Range(char low, char high, int next) => Bytes([new ByteEdge((byte)low, (byte)high, next)]);

    /// <summary>One byte that decides.</summary>
    public int Bytes(ByteEdge[] edges) => Add(new GrammarNode.Bytes(edges));

    /// <summary>Any of several.</summary>
    public int Choice(params int[] targets) => Add(new GrammarNode.Choice(targets));

    /// <summary>These characters.</summary>
    public int Literal(string text, int next)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            next = Bytes([new ByteEdge(bytes[i], bytes[i], next)]);
        }

        return next;
    }

    /// <summary>One blank, or none: all the white space there is.</summary>
    public int Blank(int next) => Choice(Byte(' ', next), next);

    /// <summary>A comma, and a blank if the model likes one.</summary>
    public int Comma(int next) => Byte(',', Blank(next));

    /// <summary>A value inside another.</summary>
    public int Value(int rule, int next) => Add(new GrammarNode.Value(rule, next));

    /// <summary>A whole string with its quotes.</summary>
    public int String(StringRule rule, int next) => Byte('"', Add(new GrammarNode.Text(rule, next)));

    /// <summary>A declared name with its colon, and a blank if the model likes one.</summary>
    public int Name(string name, int next) => Literal(JsonSpelling.Of(name) + ":", Blank(next));

    /// <summary>Free text, until the marker.</summary>
    public int Free(byte[] marker, int next) => Add(new GrammarNode.Free(new MarkerAutomaton(marker), next));

    /// <summary>One of several literals, each with what follows it.</summary>
    public int OneOf(IEnumerable<(string Literal, int Next)> literals)
    {
        var trie = new LiteralTrie();
        foreach (var (literal, next) in literals)
        {
            trie.Add(Encoding.UTF8.GetBytes(literal), next);
        }

        return trie.Emit(this);
    }

    /// <summary>The grammar.</summary>
    /// <param name="start">Where it begins.</param>
    public ByteGrammar Build(int start)
    {
        GrammarNode[] built = [.. nodes.Select(node => node ?? throw new InvalidOperationException("A reserved node was never defined."))];
        CheckChoices(built);
        return new ByteGrammar(built, start);
    }

    private int Add(GrammarNode? node)
    {
        if (nodes.Count == GrammarLimits.MaxNodes)
        {
            throw GrammarThrow.TooLarge();
        }

        nodes.Add(node);
        return nodes.Count - 1;
    }

    /// <summary>No choice may lead back to itself without a byte (Kahn 1962).</summary>
    private static void CheckChoices(GrammarNode[] nodes)
    {
        var incoming = new int[nodes.Length];
        foreach (var target in nodes.OfType<GrammarNode.Choice>().SelectMany(choice => choice.Targets))
        {
            incoming[target]++;
        }

        var free = new Stack<int>(Enumerable.Range(0, nodes.Length).Where(node => incoming[node] == 0));
        var done = 0;
        while (free.TryPop(out var node))
        {
            done++;
            foreach (var target in nodes[node] is GrammarNode.Choice choice ? choice.Targets : [])
            {
                if (--incoming[target] == 0)
                {
                    free.Push(target);
                }
            }
        }

        if (done < nodes.Length)
        {
            throw GrammarThrow.Circular();
        }
    }
}
