using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class SchemaRefusalTests
{
    [Theory]
    [InlineData("""{"properties":{"a/b":{"type":"string","pattern":"x"}}}""", "#/properties/a~1b/pattern", "\"pattern\" is not supported")]
    [InlineData("""{"items":{"not":{}}}""", "#/items/not", "\"not\"")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "#/uniqueItems", "\"uniqueItems\"")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "#/patternProperties", "\"patternProperties\"")]
    [InlineData("""{"allOf":[{"type":"object"}]}""", "#/allOf", "\"allOf\"")]
    [InlineData("""{"type":"string","format":"email"}""", "#/format", "\"email\"")]
    [InlineData("""{"type":"number","minimum":1}""", "#/minimum", "integers only")]
    [InlineData("""{"type":"integer","minimum":2,"maximum":1}""", "#", "no integer")]
    [InlineData("""{"type":"integer","minimum":1e20}""", "#", "no integer of up to 15 digits")]
    [InlineData("""{"anyOf":[{"type":"object"}],"type":"object"}""", "#/type", "beside \"anyOf\"")]
    [InlineData("""{"$ref":"#/$defs/a","type":"object","$defs":{"a":{}}}""", "#/type", "beside \"$ref\"")]
    [InlineData("""{"$ref":"https://example.org/schema"}""", "#/$ref", "same schema")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#/oneOf", "alternatives 0 and 1")]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"}}},{"properties":{"k":{"const":"b"}}}]}""", "#/oneOf", "alternatives 0 and 1")]
    [InlineData("""{"properties":{"a":false}}""", "#/properties/a", "nothing fit")]
    [InlineData("""{"type":"integer","enum":["a"]}""", "#", "none of its values")]
    [InlineData("""{"properties":{},"required":["a"],"additionalProperties":false}""", "#/required", "\"a\" is required")]
    [InlineData("""{"properties":{},"items":{}}""", "#", "object and array without a type")]
    [InlineData("""{"properties":{"a":{"$id":"x"}}}""", "#/properties/a/$id", "\"$id\"")]
    public void What_cannot_be_followed_is_refused_by_name_and_place(string schema, string pointer, string what)
    {
        var refusal = Assert.Throws<NotSupportedException>(() => TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement));
        Assert.Contains($"at {pointer}:", refusal.Message);
        Assert.Contains(what, refusal.Message);
    }

    [Theory]
    [InlineData("""{"type":"text"}""", "#/type", "\"text\" is not a type")]
    [InlineData("""{"type":[]}""", "#/type", "empty")]
    [InlineData("""{"type":3}""", "#/type", "expected a string")]
    [InlineData("""{"properties":[]}""", "#/properties", "expected an object")]
    [InlineData("""{"required":[1]}""", "#/required/0", "expected a string")]
    [InlineData("""{"maxLength":-1}""", "#/maxLength", "-1")]
    [InlineData("""{"minLength":2,"maxLength":1}""", "#", "exceeds maxLength")]
    [InlineData("""{"minItems":1.5}""", "#/minItems", "1.5")]
    [InlineData("""{"minItems":3,"maxItems":2}""", "#", "exceeds maxItems")]
    [InlineData("""{"prefixItems":[true],"items":false,"minItems":2}""", "#/minItems", "1 at most")]
    [InlineData("""{"items":[{}]}""", "#/items", "expected an object")]
    [InlineData("""{"anyOf":[]}""", "#/anyOf", "empty")]
    [InlineData("""{"minimum":"1"}""", "#/minimum", "expected a number")]
    [InlineData("""{"$ref":"#/$defs/missing"}""", "#/$ref", "nothing is there")]
    [InlineData("""{"const":"\ud800"}""", "#/const", "surrogate")]
    [InlineData("3", "#", "expected an object")]
    public void What_is_no_schema_is_refused_with_its_place(string schema, string pointer, string what)
    {
        var refusal = Assert.Throws<ArgumentException>(() => TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement));
        Assert.Contains($"at {pointer}:", refusal.Message);
        Assert.Contains(what, refusal.Message);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""", "itself")]
    [InlineData("""{"anyOf":[{"type":"null"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#"}]}}}""", "itself")]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"required":["next"]}""", "without end")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":1000000}""", "100000 places")]
    public void What_has_no_end_is_refused(string schema, string what) =>
        Assert.Contains(what, Assert.Throws<NotSupportedException>(() => TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement)).Message);

    [Fact]
    public void A_chain_of_definitions_longer_than_the_limit_is_refused_instead_of_followed()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}"));
        var schema = $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{definitions}}}}}";
        var refusal = Assert.Throws<NotSupportedException>(() => TokenGrammar.JsonSchema(JsonDocument.Parse(schema).RootElement));
        Assert.Contains("128", refusal.Message);
    }

    [Fact]
    public void An_object_of_a_thousand_optional_properties_is_followed_and_of_more_refused()
    {
        static JsonElement Schema(int count) => JsonSerializer.SerializeToElement(new
        {
            properties = Enumerable.Range(0, count).ToDictionary(i => $"p{i}", _ => new { type = "null" }),
        });
        _ = TokenGrammar.JsonSchema(Schema(GrammarLimits.MaxProperties));
        Assert.Throws<NotSupportedException>(() => TokenGrammar.JsonSchema(Schema(GrammarLimits.MaxProperties + 1)));
    }

    [Fact]
    public void What_says_nothing_about_fitting_is_passed_over() => TokenGrammar.JsonSchema(JsonDocument.Parse(
        """{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"x","title":"t","condition":"c","description":"d","default":{},"examples":[1],"deprecated":true,"x-order":3,"$comment":"c","type":"object"}""")
        .RootElement);
}
