using System.ComponentModel;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class ToolTextTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(
        ([Description("Where")] string city) => city, "weather", "The weather in <a city> – now");

    [Fact]
    public void Functions_are_described_one_a_line_with_name_description_and_parameters()
    {
        var lines = ToolText.Describe(new ToolRequest([Weather, Weather], ToolCallChoice.Auto, 1)).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("You can call these functions.", lines[0]);
        Assert.Contains("""<tool_call>{"name": …, "arguments": {…}}""", lines[0]);
        var function = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal("weather", function.GetProperty("name").GetString());
        Assert.Contains("The weather in <a city> – now", lines[1]);
        Assert.True(JsonElement.DeepEquals(Weather.JsonSchema, function.GetProperty("parameters")));
    }

    [Fact]
    public void It_is_said_whether_there_must_be_a_call_and_whether_there_may_be_several()
    {
        Assert.StartsWith("Answer with a call of one of these functions", ToolText.Describe(new ToolRequest([Weather], ToolCallChoice.Required, 1)));
        Assert.Contains("Up to 16 calls", ToolText.Describe(new ToolRequest([Weather], ToolCallChoice.Auto, 16)));
    }

    [Fact]
    public void A_call_of_another_client_s_is_spelled_as_the_model_would()
    {
        var call = new FunctionCallContent("1", "weather", new Dictionary<string, object?> { ["city"] = "Köln \"x\"", ["days"] = 3 }) { RawRepresentation = "not ours" };
        Assert.Equal("""<tool_call>{"name": "weather", "arguments": {"city":"Köln \"x\"","days":3}}""", ToolText.Call(call));
        Assert.Equal("""<tool_call>{"name": "f", "arguments": {}}""", ToolText.Call(new FunctionCallContent("1", "f")));
    }

    public static TheoryData<object?, string> Results => new()
    {
        { "sunny", "\"sunny\"" },
        { 3, "3" },
        { null, "null" },
        { JsonDocument.Parse("""{"a":[1]}""").RootElement, """{"a":[1]}""" },
        { new { Degrees = 21 }, """{"degrees":21}""" },
        { new TextContent("warm"), "\"warm\"" },
        { new AIContent[] { new TextContent("warm"), new TextContent(" and dry") }, "\"warm and dry\"" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void A_result_is_json_behind_its_marker(object? result, string expected) =>
        Assert.Equal("<tool_result>" + expected, ToolText.Result(new FunctionResultContent("1", result)));

    [Fact]
    public void Of_an_exception_the_model_learns_only_that_there_was_one()
    {
        var text = ToolText.Result(new FunctionResultContent("1", null) { Exception = new InvalidOperationException("password 123") });
        Assert.Equal("""<tool_result>{"error": "The function failed."}""", text);
    }

    [Fact]
    public void A_picture_in_a_result_is_refused_by_name()
    {
        var result = new FunctionResultContent("1", new DataContent(new byte[] { 1 }, "image/png"));
        Assert.Contains("DataContent", Assert.Throws<NotSupportedException>(() => ToolText.Result(result)).Message);
    }
}
