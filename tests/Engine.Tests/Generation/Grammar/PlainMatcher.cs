using System.Collections.Immutable;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>The same grammars read in the plainest way: every stack by itself, nothing kept, nothing shared.</summary>
internal sealed class PlainMatcher
{
    private readonly ByteGrammar grammar;
    private readonly List<Way> ways = [];

    public PlainMatcher(ByteGrammar grammar)
    {
        this.grammar = grammar;
        Follow(ways, grammar.Start, []);
    }

    private PlainMatcher(ByteGrammar grammar, List<Way> ways) => (this.grammar, this.ways) = (grammar, ways);

    public bool IsDead => ways.Count == 0;

    public bool MayEnd => ways.Any(way => way.Node == Position.End || grammar.Nodes[way.Node] is GrammarNode.Free);

    public int TokensToEnd => ways.Min(TokensOf);

    public PlainMatcher Take(ReadOnlySpan<byte> bytes)
    {
        var matcher = this;
        foreach (var value in bytes)
        {
            matcher = matcher.Take(value);
        }

        return matcher;
    }

    private PlainMatcher Take(byte value)
    {
        var next = new List<Way>();
        foreach (var way in ways.Where(way => way.Node != Position.End))
        {
            switch (grammar.Nodes[way.Node])
            {
                case GrammarNode.Bytes bytes:
                    foreach (var edge in bytes.Edges.Where(edge => edge.Takes(value)))
                    {
                        Follow(next, edge.Target, way.Stack);
                    }

                    break;
                case GrammarNode.Text text:
                    var after = text.Rule.Next(way.Text, value);
                    if (after.Place == StringPlace.Closed)
                    {
                        Follow(next, text.Next, way.Stack);
                    }
                    else if (after.Place != StringPlace.Dead)
                    {
                        next.Add(way with { Text = after });
                    }

                    break;
                case GrammarNode.Free free:
                    var marker = free.Marker.Next(way.Marker, value);
                    if (marker == free.Marker.Complete)
                    {
                        Follow(next, free.Next, way.Stack);
                    }
                    else
                    {
                        next.Add(way with { Marker = marker });
                    }

                    break;
            }
        }

        return new PlainMatcher(grammar, [.. next.Where(way => TokensOf(way) < ClosingCosts.Never)]);
    }

    private void Follow(List<Way> found, int node, ImmutableList<int> stack)
    {
        switch (grammar.Nodes[node])
        {
            case GrammarNode.Choice choice:
                foreach (var target in choice.Targets)
                {
                    Follow(found, target, stack);
                }

                break;
            case GrammarNode.Value value when stack.Count < GrammarLimits.MaxDepth:
                Follow(found, value.Rule, stack.Add(value.Next));
                break;
            case GrammarNode.Value:
                break;
            case GrammarNode.Return when stack.IsEmpty:
                found.Add(new Way(Position.End, default, 0, stack));
                break;
            case GrammarNode.Return:
                Follow(found, stack[^1], stack.RemoveAt(stack.Count - 1));
                break;
            case GrammarNode.Text text:
                found.Add(new Way(node, text.Rule.Start, 0, stack));
                break;
            default:
                found.Add(new Way(node, default, 0, stack));
                break;
        }
    }

    private int TokensOf(Way way)
    {
        var tokens = 1;
        for (var depth = 0; depth < way.Stack.Count; depth++)
        {
            tokens += grammar.Costs[GrammarLimits.MaxDepth - depth, way.Stack[depth]];
        }

        var room = GrammarLimits.MaxDepth - way.Stack.Count;
        return Math.Min(ClosingCosts.Never, tokens + (way.Node == Position.End ? 0 : grammar.Nodes[way.Node] switch
        {
            GrammarNode.Free => -1,
            GrammarNode.Text text => text.Rule.BytesToClose(way.Text) + grammar.Costs[room, text.Next],
            _ => grammar.Costs[room, way.Node],
        }));
    }

    private sealed record Way(int Node, StringPosition Text, int Marker, ImmutableList<int> Stack);
}
