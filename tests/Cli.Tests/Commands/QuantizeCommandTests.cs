using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.Commands;

public class QuantizeCommandTests
{
    private static readonly string Plain = Golden.Path("quant", "checkpoints", "plain");

    [Fact]
    public async Task A_model_is_quantised_and_info_tells_of_it()
    {
        using var folder = new TestFolder();
        var written = Path.Combine(folder.Path, "small");
        var run = await CommandRun.Of("quantize", Plain, written, "--type", "nf4-nested");
        run.ShouldSucceed();
        Assert.Equal($"{written}\n", run.Output);
        Assert.Equal(
            await File.ReadAllBytesAsync(Golden.Path("quant", "checkpoints", "bnb-nf4", "model.safetensors")), await File.ReadAllBytesAsync(Path.Combine(written, "model.safetensors")));

        var info = await CommandRun.Of("info", written);
        info.ShouldSucceed();
        Assert.Matches("weights +.* on disk, .*nf4, nested", info.Output);
        Assert.Contains("quantised matrices become float32", info.Output, StringComparison.Ordinal);
        Assert.True((await CommandRun.Of("info", written, "--json")).Json.GetProperty("quantized").GetBoolean());
        Assert.False((await CommandRun.Of("info", Plain, "--json")).Json.GetProperty("quantized").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_one_sentence()
    {
        using var folder = new TestFolder();
        (await CommandRun.Of("quantize", Plain, Path.Combine(folder.Path, "x"), "--type", "q4_0")).ShouldFail(ExitCode.WrongUsage, "quanto-int8");
        (await CommandRun.Of("quantize", Plain, folder.Path)).ShouldFail(ExitCode.Failed, "is there already");
        (await CommandRun.Of("quantize", Plain, Path.Combine(folder.Path, "x"), "--type", "quanto-int4", "--head")).ShouldFail(ExitCode.WrongUsage, "The head stays as it is");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
