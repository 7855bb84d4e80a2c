using System.Text.Json;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Commands;

/// <summary>A command line, run on the demo model in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Complaints)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<CommandRun> Of(params string[] arguments) => In(TestShell.Create(), arguments);

    public static async Task<CommandRun> In(Shell shell, params string[] arguments)
    {
        var code = await ChameleonCommandLine.RunAsync(arguments, shell);
        return new(code, shell.Output(), shell.Complaints());
    }

    public void ShouldSucceed()
    {
        Assert.Equal("", Complaints);
        Assert.Equal(Cli.CommandLine.ExitCode.Done, ExitCode);
    }

    public void ShouldFail(int code, string complaint)
    {
        Assert.Equal(code, ExitCode);
        Assert.Empty(Output);
        Assert.StartsWith("chameleon: ", Complaints, StringComparison.Ordinal);
        Assert.Contains(complaint, Complaints, StringComparison.Ordinal);
        Assert.Equal(1, Complaints.Count(c => c == '\n'));
    }
}
