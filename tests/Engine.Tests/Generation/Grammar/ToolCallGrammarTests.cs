using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class ToolCallGrammarTests
{
    private const string Weather = """<tool_call>{"name": "weather", "arguments": {"city": "Bonn"}}""";
    private const string Time = """<tool_call>{"name":"time","arguments":{}}""";

    private static readonly ToolSchema[] Tools =
    [
        new("weather", JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""").RootElement),
        new("time", JsonDocument.Parse("""{"properties":{}}""").RootElement),
    ];

    [Theory]
    [InlineData("", true)]
    [InlineData("Any text <tool_ca", true)]
    [InlineData(Weather, true)]
    [InlineData("I look it up: " + Weather, true)]
    [InlineData("<tool_<tool_call>{\"name\":\"time\",\"arguments\":{}}", true)]
    [InlineData("<tool_call>", false)]
    [InlineData("<tool_call> {", false)]
    [InlineData("""<tool_call>{"name":"rain","arguments":{}}""", false)]
    [InlineData("""<tool_call>{"name":"weather","arguments":{}}""", false)]
    [InlineData("""<tool_call>{"name":"time","arguments":{"city":"Bonn"}}""", false)]
    [InlineData(Weather + " and", false)]
    [InlineData(Weather + Time, false)]
    public void In_free_text_the_marker_begins_a_call_and_the_call_ends_the_answer(string answer, bool fits) =>
        Assert.Equal(fits, Accepts(TokenGrammar.ToolCalls(Tools, ToolCallChoice.Auto), answer));

    [Theory]
    [InlineData("", false)]
    [InlineData("Text", false)]
    [InlineData(Weather, true)]
    [InlineData(Weather + Time, true)]
    [InlineData(Weather + "\n" + Time + "\n" + Weather, true)]
    [InlineData(Weather + "\n", false)]
    [InlineData(Weather + "\n\n" + Time, false)]
    [InlineData(Weather + Time + Time + Time, false)]
    public void Where_a_call_must_be_there_is_nothing_else(string answer, bool fits) =>
        Assert.Equal(fits, Accepts(TokenGrammar.ToolCalls(Tools, ToolCallChoice.Required, mostCalls: 3), answer));

    [Theory]
    [InlineData("""{"done":true}""", true)]
    [InlineData(Weather, true)]
    [InlineData("Text", false)]
    [InlineData("""{"done":true}""" + Weather, false)]
    public void Where_the_answer_has_a_schema_a_call_takes_its_place(string answer, bool fits)
    {
        var schema = JsonDocument.Parse("""{"properties":{"done":{"type":"boolean"}},"required":["done"]}""").RootElement;
        Assert.Equal(fits, Accepts(TokenGrammar.ToolCalls(Tools, ToolCallChoice.Auto, answer: schema), answer));
    }

    [Fact]
    public void References_lead_into_the_tool_s_own_schema()
    {
        ToolSchema[] tools =
        [
            new("a", JsonDocument.Parse("""{"type":"object","properties":{"v":{"$ref":"#/$defs/v"}},"required":["v"],"$defs":{"v":{"const":1}}}""").RootElement),
            new("b", JsonDocument.Parse("""{"type":"object","properties":{"v":{"$ref":"#/$defs/v"}},"required":["v"],"$defs":{"v":{"const":2}}}""").RootElement),
        ];
        var grammar = TokenGrammar.ToolCalls(tools, ToolCallChoice.Required);
        Assert.True(Accepts(grammar, """<tool_call>{"name":"a","arguments":{"v":1}}"""));
        Assert.True(Accepts(grammar, """<tool_call>{"name":"b","arguments":{"v":2}}"""));
        Assert.False(Accepts(grammar, """<tool_call>{"name":"b","arguments":{"v":1}}"""));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    public void A_tool_without_a_schema_takes_any_object(string schema)
    {
        var grammar = TokenGrammar.ToolCalls([new("f", JsonDocument.Parse(schema).RootElement)], ToolCallChoice.Required);
        Assert.True(Accepts(grammar, """<tool_call>{"name":"f","arguments":{"x":[1]}}"""));
        Assert.False(Accepts(grammar, """<tool_call>{"name":"f","arguments":[1]}"""));
    }

    [Fact]
    public void What_cannot_be_called_is_refused()
    {
        var any = JsonDocument.Parse("{}").RootElement;
        Assert.Contains("0 tools", Assert.Throws<ArgumentException>(() => TokenGrammar.ToolCalls([], ToolCallChoice.Auto)).Message);
        Assert.Contains("129", Assert.Throws<ArgumentException>(() => TokenGrammar.ToolCalls([.. Enumerable.Range(0, 129).Select(i => new ToolSchema($"t{i}", any))], ToolCallChoice.Auto)).Message);
        Assert.Contains("\"a\"", Assert.Throws<ArgumentException>(() => TokenGrammar.ToolCalls([new("a", any), new("a", any)], ToolCallChoice.Auto)).Message);
        Assert.Contains("name is 0", Assert.Throws<ArgumentException>(() => TokenGrammar.ToolCalls([new("", any)], ToolCallChoice.Auto)).Message);
        Assert.Contains("tool \"a\"#", Assert.Throws<ArgumentException>(() => TokenGrammar.ToolCalls([new("a", default)], ToolCallChoice.Auto)).Message);
        Assert.Contains("type object", Assert.Throws<NotSupportedException>(() => TokenGrammar.ToolCalls([new("a", JsonDocument.Parse("""{"type":"string"}""").RootElement)], ToolCallChoice.Auto)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenGrammar.ToolCalls([new("a", any)], ToolCallChoice.Auto, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenGrammar.ToolCalls([new("a", any)], ToolCallChoice.Auto, 17));
    }

    [Theory]
    [InlineData(ToolCallChoice.Auto, 1)]
    [InlineData(ToolCallChoice.Required, 60)]
    public void Free_text_may_be_cut_anywhere_and_a_call_nowhere(ToolCallChoice choice, int least)
    {
        var vocabulary = new TestVocabulary(new Random(5));
        var grammar = TokenGrammar.ToolCalls(Tools, choice);
        Assert.InRange(GrammarRun.Fewest(vocabulary, grammar), 1, least);
        Assert.Equal(choice == ToolCallChoice.Auto, GrammarRun.Start(vocabulary, grammar).MayEnd);
        for (var room = 60; room > 1; room--)
        {
            // As soon as a call could not be finished, the marker cannot be finished.
            var matcher = GrammarRun.Start(vocabulary, grammar);
            foreach (var value in Encoding.UTF8.GetBytes("<tool_call"))
            {
                matcher.Advance(value);
            }

            var shortest = """{"name":"time","arguments":{}}""".Length;
            Assert.Equal(room - 1 >= shortest + 1, GrammarRun.Allowed(vocabulary, matcher, room).Contains('>'));
        }
    }

    private static bool Accepts(TokenGrammar grammar, string answer)
    {
        var states = new GrammarStates(grammar.Bytes);
        var state = states.Start;
        foreach (var value in Encoding.UTF8.GetBytes(answer))
        {
            if (states.Step(state, value) is not { } next)
            {
                return false;
            }

            state = next;
        }

        return state.MayEnd;
    }
}
