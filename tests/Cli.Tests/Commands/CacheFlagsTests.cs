using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.Commands;

public class CacheFlagsTests
{
    [Fact]
    public async Task The_first_start_keeps_its_weights_and_the_second_one_answers_the_same_with_them()
    {
        using var folder = new TestFolder();
        string[] ask = ["ask", "a red circle", "--max-tokens", "3", "--temperature", "0", "--quantize", "nf4", "--cache-folder", Path.Combine(folder.Path, "kept")];
        var first = await CommandRun.Of(ask);
        Assert.Equal(ExitCode.Done, first.ExitCode);
        Assert.Contains("MiB for the next start are in", first.Complaints, StringComparison.Ordinal);
        var second = await CommandRun.Of(ask);
        second.ShouldSucceed();
        Assert.Equal((first.Output, ""), (second.Output, second.Complaints));
        var kept = Assert.Single(Directory.EnumerateFiles(folder.Path, "nf4.*.packed", SearchOption.AllDirectories));

        string[] info = ["info", "--cache-folder", Path.Combine(folder.Path, "kept")];
        Assert.Matches($"kept +.* for the next start: {Path.GetFileName(kept)} in ", (await CommandRun.Of(info)).Output);
        Assert.Equal(new FileInfo(kept).Length, (await CommandRun.Of([.. info, "--json"])).Json.GetProperty("kept_bytes").GetInt64());
    }

    [Fact]
    public async Task Where_nothing_can_be_kept_the_answer_comes_all_the_same()
    {
        using var folder = new TestFolder();
        var taken = folder.File("taken");
        var run = await CommandRun.Of("ask", "a red circle", "--max-tokens", "1", "--cache-folder", taken);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.NotEmpty(run.Output);
        Assert.Contains($"not kept in {taken}", run.Complaints, StringComparison.Ordinal);
        (await CommandRun.Of("ask", "x", "--cache", "--device", "reference")).ShouldFail(ExitCode.WrongUsage, "keeps no packed weights");
    }
}
