using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class ToolRequestTests
{
    private static readonly AIFunction One = AIFunctionFactory.Create(() => 1, "one");
    private static readonly AIFunction Two = AIFunctionFactory.Create(() => 2, "two");

    [Fact]
    public void Without_tools_there_is_nothing_to_call()
    {
        Assert.Null(ToolRequest.From(null));
        Assert.Null(ToolRequest.From(new ChatOptions()));
        Assert.Null(ToolRequest.From(new ChatOptions { Tools = [], ToolMode = ChatToolMode.Auto }));
        Assert.Null(ToolRequest.From(new ChatOptions { Tools = [One], ToolMode = ChatToolMode.None }));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(false, 1)]
    [InlineData(true, GrammarLimits.MaxToolCalls)]
    public void As_many_calls_as_are_allowed(bool? several, int expected) =>
        Assert.Equal(expected, ToolRequest.From(new ChatOptions { Tools = [One], AllowMultipleToolCalls = several })!.MostCalls);

    [Fact]
    public void The_mode_says_whether_and_what_must_be_called()
    {
        Assert.Equal(ToolCallChoice.Auto, ToolRequest.From(new ChatOptions { Tools = [One, Two] })!.Choice);
        Assert.Equal(ToolCallChoice.Auto, ToolRequest.From(new ChatOptions { Tools = [One, Two], ToolMode = ChatToolMode.Auto })!.Choice);
        var any = ToolRequest.From(new ChatOptions { Tools = [One, Two], ToolMode = ChatToolMode.RequireAny })!;
        Assert.Equal((ToolCallChoice.Required, 2), (any.Choice, any.Functions.Count));
        var two = ToolRequest.From(new ChatOptions { Tools = [One, Two], ToolMode = ChatToolMode.RequireSpecific("two") })!;
        Assert.Equal(ToolCallChoice.Required, two.Choice);
        Assert.Same(Two, Assert.Single(two.Functions));
    }

    [Fact]
    public void What_cannot_be_called_is_refused_by_name()
    {
        Assert.Contains("'three'; the tools are one, two", Refused<ArgumentException>(ChatToolMode.RequireSpecific("three"), One, Two));
        Assert.Contains("is empty", Refused<ArgumentException>(ChatToolMode.RequireAny));
        Assert.Contains("Tool 1 is null", Refused<ArgumentException>(null, One, null!));
        Assert.Contains("HostedWebSearchTool", Refused<NotSupportedException>(null, One, new HostedWebSearchTool()));
        Assert.Contains("HostedCodeInterpreterTool", Refused<NotSupportedException>(ChatToolMode.RequireAny, new HostedCodeInterpreterTool()));
    }

    private static string Refused<T>(ChatToolMode? mode, params AITool[] tools)
        where T : Exception => Assert.Throws<T>(() => ToolRequest.From(new ChatOptions { Tools = tools, ToolMode = mode })).Message;
}
