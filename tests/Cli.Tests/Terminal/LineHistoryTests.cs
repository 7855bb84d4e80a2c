using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class LineHistoryTests
{
    [Fact]
    public void One_walks_back_and_forth_and_finds_the_draft_again()
    {
        var history = new LineHistory();
        history.Add("first");
        history.Add("second");
        Assert.Equal("second", history.Older("draft"));
        Assert.Equal("first", history.Older("second"));
        Assert.Equal("first", history.Older("first"));
        Assert.Equal("second", history.Newer("first"));
        Assert.Equal("draft", history.Newer("second"));
        Assert.Equal("draft", history.Newer("draft"));
    }

    [Fact]
    public void Empty_and_repeated_lines_are_not_kept()
    {
        var history = new LineHistory();
        history.Add("one");
        history.Add("one");
        history.Add("");
        Assert.Equal("one", history.Older(""));
        Assert.Equal("one", history.Older("one"));
    }
}
