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
        Assert.Contains("quantised matrices stay as they are", info.Output, StringComparison.Ordinal);
        Assert.True((await CommandRun.Of("info", written, "--json")).Json.GetProperty("quantized").GetBoolean());
        Assert.False((await CommandRun.Of("info", Plain, "--json")).Json.GetProperty("quantized").GetBoolean());
    }

    [Fact]
    public async Task Weights_are_quantised_while_they_are_loaded()
    {
        var plain = await CommandRun.Of("info", Plain, "--json");
        var info = await CommandRun.Of("info", Plain, "--quantize", "nf4-nested", "--json");
        Assert.Equal("nf4-nested", info.Json.GetProperty("quantize").GetString());
        Assert.True(info.Json.GetProperty("loaded_bytes").GetInt64() < plain.Json.GetProperty("loaded_bytes").GetInt64());
        Assert.Matches("memory +.* loaded as nf4", (await CommandRun.Of("info", Plain, "--quantize", "nf4", "--quantize-block", "128")).Output);

        var cache = await CommandRun.Of("info", Plain, "--kv-cache", "float16", "--json");
        Assert.Equal(plain.Json.GetProperty("cache_bytes_per_token").GetInt64() / 2, cache.Json.GetProperty("cache_bytes_per_token").GetInt64());

        var asked = await CommandRun.Of("ask", "a red circle", "--max-tokens", "3", "--quantize", "int8", "--activations", "int8", "--kv-cache", "int8", "--draft", "4", "--json");
        asked.ShouldSucceed();

        // The answer of any processor, with AMX or without.
        var tiled = await CommandRun.Of("ask", "a red circle", "--max-tokens", "3", "--quantize", "int8", "--activations", "int8", "--kv-cache", "int8", "--amx", "--json");
        Assert.Equal(asked.Json.GetProperty("text").GetString(), tiled.Json.GetProperty("text").GetString());
        (await CommandRun.Of("ask", "a red circle", "--max-tokens", "3", "--quantize", "nf4-nested", "--activations", "int16")).ShouldSucceed();
    }

    [Fact]
    public async Task Quantising_that_cannot_be_is_refused()
    {
        (await CommandRun.Of("ask", "x", "--quantize", "q4_0")).ShouldFail(ExitCode.WrongUsage, "quanto-int8");
        (await CommandRun.Of("ask", "x", "--kv-cache", "fp8")).ShouldFail(ExitCode.WrongUsage, "bfloat16");
        (await CommandRun.Of("ask", "x", "--draft", "17")).ShouldFail(ExitCode.WrongUsage, "DraftTokens");
        (await CommandRun.Of("ask", "x", "--activations", "int4")).ShouldFail(ExitCode.WrongUsage, "float32, int16 and int8");
        (await CommandRun.Of("ask", "x", "--activations", "int8", "--device", "reference")).ShouldFail(ExitCode.WrongUsage, "Reference");
        (await CommandRun.Of("ask", "x", "--amx")).ShouldFail(ExitCode.WrongUsage, "int8 activations");
        (await CommandRun.Of("ask", "x", "--quantize-head")).ShouldFail(ExitCode.WrongUsage, "--quantize TYPE");
        (await CommandRun.Of("ask", "x", "--quantize", "nf4", "--quantize-block", "48")).ShouldFail(ExitCode.WrongUsage, "32, 64");
        (await CommandRun.Of("info", Golden.Path("quant", "checkpoints", "bnb-fp4"), "--quantize", "nf4")).ShouldFail(ExitCode.Failed, "quantised already");
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
