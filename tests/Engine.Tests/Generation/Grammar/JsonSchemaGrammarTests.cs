using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class JsonSchemaGrammarTests
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name"]}""";

    [Theory]
    [InlineData("""{"type":"string"}""", "\"\"", true)]
    [InlineData("""{"type":"string"}""", "\"a\\u00e9\\n\\\"日😀\"", true)]
    [InlineData("""{"type":"string"}""", "\"\\ud83d\\ude00\"", false)]
    [InlineData("""{"type":"string"}""", "\"\\q\"", false)]
    [InlineData("""{"type":"string"}""", "\"\t\"", false)]
    [InlineData("""{"type":"string"}""", "\"\u001f\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"😀\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"日\\u00e9😀\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"abcd\"", false)]
    [InlineData("""{"type":"integer"}""", "-17", true)]
    [InlineData("""{"type":"integer"}""", "01", false)]
    [InlineData("""{"type":"integer"}""", "1.0", false)]
    [InlineData("""{"type":"integer"}""", "999999999999999", true)]
    [InlineData("""{"type":"integer"}""", "1000000000000000", false)]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":120}""", "-5", true)]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":120}""", "-6", false)]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":120}""", "121", false)]
    [InlineData("""{"type":"integer","exclusiveMinimum":9,"exclusiveMaximum":1e3}""", "9", false)]
    [InlineData("""{"type":"integer","exclusiveMinimum":9,"exclusiveMaximum":1e3}""", "999", true)]
    [InlineData("""{"type":"integer","exclusiveMinimum":9,"exclusiveMaximum":1e3}""", "1000", false)]
    [InlineData("""{"type":"integer","minimum":0.5}""", "0", false)]
    [InlineData("""{"type":"number"}""", "-0.5e-12", true)]
    [InlineData("""{"type":"number"}""", "1e100", false)]
    [InlineData("""{"type":"number"}""", ".5", false)]
    [InlineData("""{"type":"number"}""", "1.", false)]
    [InlineData("""{"type":["boolean","null"]}""", "null", true)]
    [InlineData("""{"type":["boolean","null"]}""", "0", false)]
    [InlineData("""{"enum":["red","green",3,null]}""", "\"red\"", true)]
    [InlineData("""{"enum":["red","green",3,null]}""", "3", true)]
    [InlineData("""{"enum":["red","green",3,null]}""", "\"blue\"", false)]
    [InlineData("""{"type":"string","enum":["red",3]}""", "3", false)]
    [InlineData("""{"const":{"a":[1,"é\u0001"]}}""", "{\"a\":[1,\"é\\u0001\"]}", true)]
    [InlineData(Person, """{"name":"x"}""", true)]
    [InlineData(Person, """{"name": "x", "age": 3}""", true)]
    [InlineData(Person, """{ "name":"x"}""", false)]
    [InlineData(Person, """{"name":  "x"}""", false)]
    [InlineData(Person, """{"age":3,"name":"x"}""", false)]
    [InlineData(Person, """{"age":3}""", false)]
    [InlineData(Person, """{"name":"x","other":1}""", false)]
    [InlineData(Person, """{"name":"x",}""", false)]
    [InlineData("""{"properties":{"name":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""", """{"nam":true,"names":false}""", true)]
    [InlineData("""{"properties":{"name":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""", """{"name":true}""", false)]
    [InlineData("""{"properties":{"name":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""", """{"other":true,"name":1}""", false)]
    [InlineData("""{"properties":{"name":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""", "{\"n\\u0061me\":true}", false)]
    [InlineData("""{"properties":{"a":{"type":"null"}},"required":["b","a"]}""", """{"a":null,"b":[1]}""", true)]
    [InlineData("""{"type":"object"}""", """{"x":{"y":[{}]}}""", true)]
    [InlineData("""{"items":{"type":"integer"},"minItems":1,"maxItems":3}""", "[]", false)]
    [InlineData("""{"items":{"type":"integer"},"minItems":1,"maxItems":3}""", "[1, 2,3]", true)]
    [InlineData("""{"items":{"type":"integer"},"minItems":1,"maxItems":3}""", "[1,2,3,4]", false)]
    [InlineData("""{"prefixItems":[{"const":1},{"const":2}],"items":false}""", "[1,2]", true)]
    [InlineData("""{"prefixItems":[{"const":1},{"const":2}],"items":false}""", "[1]", true)]
    [InlineData("""{"prefixItems":[{"const":1},{"const":2}],"items":false}""", "[1,2,3]", false)]
    [InlineData("""{"prefixItems":[{"const":1}],"items":{"const":2},"minItems":2}""", "[1,2,2,2]", true)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}]}""", "\"1\"", true)]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"},"v":{"type":"null"}},"required":["k"]}]}""", """{"k":"b","v":null}""", true)]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"},"v":{"type":"null"}},"required":["k"]}]}""", """{"k":"a","v":null}""", false)]
    [InlineData("""{"$defs":{"a/b~c":{"const":1}},"$ref":"#/$defs/a~1b~0c"}""", "1", true)]
    [InlineData("""{"properties":{"next":{"$ref":"#"}}}""", """{"next":{"next":{}}}""", true)]
    [InlineData("""{"format":"date"}""", "\"2024-02-28\"", true)]
    [InlineData("""{"format":"date"}""", "\"2024-02-30\"", false)]
    [InlineData("""{"format":"uuid"}""", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", true)]
    [InlineData("""{"format":"date-time"}""", "\"2024-02-28T23:59:59Z\"", true)]
    [InlineData("""{"format":"date-time"}""", "\"2024-02-28T24:00:00Z\"", false)]
    [InlineData("true", """{"a":[true,null,"x",1.5]}""", true)]
    public void A_document_is_accepted_when_it_fits_and_only_then(string schema, string document, bool fits) =>
        Assert.Equal(fits, Accepts(TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement), document));

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"a": [1, {"b": "c"}], "d": -1.5e3}""", true)]
    [InlineData("[]", false)]
    [InlineData("{} ", false)]
    [InlineData("{\"a\":1", false)]
    public void Any_object_is_an_object(string document, bool fits) => Assert.Equal(fits, Accepts(TokenGrammar.JsonObject, document));

    [Fact]
    public void Values_stand_inside_one_another_as_deep_as_the_limit()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "{}" + new string('}', depth);
        Assert.True(Accepts(TokenGrammar.JsonObject, Nested(GrammarLimits.MaxDepth)));
        Assert.False(Accepts(TokenGrammar.JsonObject, Nested(GrammarLimits.MaxDepth + 1)));
        using var parsed = JsonDocument.Parse(Nested(GrammarLimits.MaxDepth));
    }

    [Fact]
    public void A_model_that_only_goes_deeper_still_comes_to_an_end()
    {
        var schema = """{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"]}""";
        var vocabulary = new TestVocabulary(new Random(1));
        var matcher = GrammarRun.Start(vocabulary, TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement));
        var text = new StringBuilder();
        for (var room = 1000; !matcher.MayEnd; room--)
        {
            var allowed = GrammarRun.Allowed(vocabulary, matcher, room);
            var next = allowed.Contains('{') ? '{' : allowed.Where(id => id < 256 && id != ' ').Min();
            text.Append((char)next);
            matcher.Advance(next);
        }

        using var document = JsonDocument.Parse(text.ToString());
        Assert.Equal(GrammarLimits.MaxDepth, text.ToString().Count(character => character == '{'));
    }

    [Fact]
    public void Ways_to_read_a_document_that_double_with_every_level_cost_no_more_than_one()
    {
        var schema = """{"anyOf":[{"items":{"$ref":"#"},"maxItems":5},{"items":{"$ref":"#"},"maxItems":6},{"items":{"$ref":"#"},"maxItems":7},{"type":"null"}]}""";
        var states = new GrammarStates(TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement).Bytes);
        var state = states.Start;
        foreach (var value in (byte[])[.. Enumerable.Repeat((byte)'[', 30), .. Enumerable.Repeat((byte)']', 30)])
        {
            state = states.Step(state, value);
            Assert.NotNull(state);
            Assert.InRange(state.Positions.Length, 1, 20);
        }

        Assert.True(state.MayEnd);
    }

    [Fact]
    public void From_every_place_some_byte_leads_nearer_to_the_end()
    {
        var random = new Random(7);
        for (var i = 0; i < 30; i++)
        {
            var grammar = TokenGrammar.JsonSchema(RandomSchema.Create(random).Schema);
            var states = new GrammarStates(grammar.Bytes);
            var state = states.Start;
            for (var j = 0; j < 200; j++)
            {
                GrammarState[] next = [.. Enumerable.Range(0, 256).Select(value => states.Step(state, (byte)value)).OfType<GrammarState>()];
                if (!state.MayEnd)
                {
                    Assert.True(next.Min(after => after.TokensToEnd) < state.TokensToEnd);
                }

                if (next.Length == 0)
                {
                    break;
                }

                state = next[random.Next(next.Length)];
            }
        }
    }

    private static bool Accepts(TokenGrammar grammar, string document)
    {
        var states = new GrammarStates(grammar.Bytes);
        var state = states.Start;
        foreach (var value in Encoding.UTF8.GetBytes(document))
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
