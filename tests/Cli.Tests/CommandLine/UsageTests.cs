using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Tests.Commands;

namespace Chameleon.Cli.Tests.CommandLine;

public class UsageTests
{
    [Theory]
    [InlineData("There is no option --nonsense; put -- before text that begins with a dash.", "ask", "--nonsense")]
    [InlineData("There is no option -x;", "draw", "a cat", "-x")]
    [InlineData("--temperature takes a number, not 'hot'.", "ask", "x", "--temperature", "hot")]
    [InlineData("--seed takes a whole number, not '1.5'.", "ask", "x", "--seed", "1.5")]
    [InlineData("There is no command 'sing'.", "sing")]
    [InlineData("'chameleon draw --help'", "draw", "x", "--count", "many")]
    [InlineData("'FILE'", "encode")]
    [InlineData("Option '--output' is required.", "decode", "1")]
    public async Task What_is_wrong_is_said_without_types_of_ours(string complaint, params string[] line)
    {
        var run = await CommandRun.Of(line);
        run.ShouldFail(ExitCode.WrongUsage, complaint);
        Assert.DoesNotContain("System.", run.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_two_dashes_everything_is_text()
    {
        var run = await CommandRun.Of("tokenize", "--", "--nonsense");
        run.ShouldSucceed();
        Assert.NotEmpty(run.Output);
    }
}
