using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class ToolCallReaderTests
{
    private const string Time = """<tool_call>{"name":"time","arguments":{}}""";
    private const string Odd = """<tool_call>{"name": "odd", "arguments": {"text": "}\"{\\<tool_call>", "list": [{}, [1]], "none": null}}""";

    [Theory]
    [InlineData("", "")]
    [InlineData("Just text, with < and <tool and {\"name\"}.", "Just text, with < and <tool and {\"name\"}.")]
    [InlineData("It ends in <tool_cal", "It ends in <tool_cal")]
    [InlineData(Time, "|time")]
    [InlineData("Let me see. " + Time, "Let me see. |time")]
    [InlineData("<tool_<tool_call" + Time, "<tool_<tool_call|time")]
    [InlineData(Odd, "|odd")]
    [InlineData(Time + Odd + "\n" + Time, "|time|odd|time")]
    public void However_an_answer_is_cut_it_reads_as_the_same_text_and_calls(string answer, string expected)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var (text, reason) = Read(new ToolCallReader(onlyCalls: false), answer, new Random(seed));
            Assert.Equal(expected, text);
            Assert.Equal(expected.Contains('|') ? ChatFinishReason.ToolCalls : null, reason);
        }
    }

    [Theory]
    [InlineData("{\"text\":\"<tool_call>{}\"}", "{\"text\":\"<tool_call>{}\"}")]
    [InlineData(Time, "|time")]
    [InlineData("\"<tool_call>\"", "\"<tool_call>\"")]
    public void In_a_document_the_marker_means_nothing(string answer, string expected)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            Assert.Equal(expected, Read(new ToolCallReader(onlyCalls: true), answer, new Random(seed)).Text);
        }
    }

    [Fact]
    public void Arguments_are_what_was_written_and_every_call_has_its_own_id()
    {
        var contents = new List<AIContent>();
        new ToolCallReader(onlyCalls: false).Push(Odd + "\n" + Odd, contents);
        var calls = contents.Cast<FunctionCallContent>().ToList();
        Assert.Equal(2, calls.Select(call => call.CallId).Distinct().Count());
        Assert.Equal("}\"{\\<tool_call>", ((JsonElement)calls[0].Arguments!["text"]!).GetString());
        Assert.Equal("[{}, [1]]", ((JsonElement)calls[0].Arguments!["list"]!).GetRawText());
        Assert.Null(calls[0].Arguments!["none"]);
        Assert.Equal(Odd + "\n" + Odd, string.Concat(calls.Select(ToolText.Call)));
    }

    [Fact]
    public void Text_goes_out_as_soon_as_it_cannot_become_a_call_and_a_call_when_it_is_whole()
    {
        var reader = new ToolCallReader(onlyCalls: false);
        Assert.Equal("a ", Push("a <tool"));
        Assert.Equal("<tool s", Push(" s"));
        Assert.Equal("", Push("<tool_call>{\"name\":\"time\",\"arguments\":{}"));
        Assert.Equal("|time", Push("}"));

        string Push(string text)
        {
            var contents = new List<AIContent>();
            reader.Push(text, contents);
            return Spell(contents);
        }
    }

    private static (string Text, ChatFinishReason? Reason) Read(ToolCallReader reader, string answer, Random random)
    {
        var contents = new List<AIContent>();
        for (var at = 0; at < answer.Length;)
        {
            var length = Math.Min(random.Next(1, 9), answer.Length - at);
            reader.Push(answer.Substring(at, length), contents);
            at += length;
        }

        var reason = reader.Finish(contents);
        return (Spell(contents), reason);
    }

    private static string Spell(IEnumerable<AIContent> contents) => string.Concat(contents.Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"|{call.Name}",
        _ => throw new InvalidOperationException(content.GetType().Name),
    }));
}
