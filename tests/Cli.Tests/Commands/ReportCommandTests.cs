using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.Commands;

/// <summary>Commands that only report.</summary>
public class ReportCommandTests
{
    [Fact]
    public async Task Text_becomes_ids()
    {
        var run = await CommandRun.Of("tokenize", "Hello!");
        run.ShouldSucceed();
        Assert.Equal("1549 1032\n", run.Output);
        Assert.Equal("1549 1032\n", (await CommandRun.In(TestShell.Create("Hello!"), "tokenize", "-")).Output);
    }

    [Fact]
    public async Task Control_tokens_are_plain_characters_unless_asked_for()
    {
        Assert.Equal("1028\n", (await CommandRun.Of("tokenize", "<eoss>", "--special")).Output);
        Assert.DoesNotContain("1028", (await CommandRun.Of("tokenize", "<eoss>")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_stand_beside_their_ids_in_json()
    {
        var run = await CommandRun.Of("tokenize", "a circle", "--json");
        Assert.Equal("[1096,1357]", run.Json.GetProperty("ids").GetRawText());
        Assert.Equal("Ġcircle", run.Json.GetProperty("tokens")[1].GetString());
    }

    [Fact]
    public async Task Info_says_what_the_model_is_and_may_do()
    {
        var run = await CommandRun.Of("info");
        run.ShouldSucceed();
        Assert.Contains("ChameleonForConditionalGeneration", run.Output, StringComparison.Ordinal);
        Assert.Contains("8 layers of 256", run.Output, StringComparison.Ordinal);
        Assert.Matches("draws +yes", run.Output);
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public async Task Info_of_a_model_without_picture_decoder_says_why_it_does_not_draw()
    {
        var run = await CommandRun.Of("info", Golden.Path("chameleon", "bf16-sharded"));
        run.ShouldSucceed();
        Assert.Matches("draws +no: ", run.Output);
        Assert.Contains("BF16", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_in_json_agrees_with_the_engine()
    {
        var run = await CommandRun.Of("info", "--json");
        await using var engine = await Engine.ChameleonEngine.LoadAsync(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny"));
        Assert.Equal(engine.Info.Parameters, run.Json.GetProperty("parameters").GetInt64());
        Assert.Equal(engine.Info.ContextLength, run.Json.GetProperty("context").GetInt32());
        Assert.Equal(engine.Info.CodesPerPicture, run.Json.GetProperty("picture_codes").GetInt32());
        Assert.Equal(engine.Info.CanDraw, run.Json.GetProperty("draws").GetBoolean());
        Assert.InRange(run.Json.GetProperty("loaded_bytes").GetInt64(), engine.Info.WeightBytes * 0.9, engine.Info.WeightBytes * 1.1);
    }

    [Fact]
    public async Task Info_of_a_folder_without_model_says_what_is_missing() =>
        (await CommandRun.Of("info", "/")).ShouldFail(ExitCode.Failed, "config.json");

    [Fact]
    public async Task Info_of_weights_that_do_not_fit_the_config_lists_what_differs()
    {
        var demo = Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny");
        var folder = Directory.CreateTempSubdirectory("chameleon-info-").FullName;
        try
        {
            var config = await File.ReadAllTextAsync(Path.Combine(demo, "config.json"));
            await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config.Replace("\"hidden_size\": 256", "\"hidden_size\": 512", StringComparison.Ordinal));
            File.CreateSymbolicLink(Path.Combine(folder, "model.safetensors"), Path.Combine(demo, "model.safetensors"));
            var run = await CommandRun.Of("info", folder);
            Assert.Equal(ExitCode.Failed, run.ExitCode);
            Assert.Contains("lm_head.weight is [1643, 256], expected [1643, 512]", run.Complaints, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_doctor_reports_everything_it_looks_at()
    {
        var run = await CommandRun.Of("doctor", "--json");
        run.ShouldSucceed();
        var checks = run.Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check);
        Assert.Contains("CPU only", checks["GPU"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("libvips", checks["picture library"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("used", checks["model"].GetProperty("state").GetString());
        Assert.Equal("absent", checks["pictures in the terminal"].GetProperty("state").GetString());
        Assert.Contains("AVX2 with FMA", checks.Keys);
    }

    [Fact]
    public async Task The_doctor_fails_when_something_needed_is_broken()
    {
        var run = await CommandRun.Of("doctor", "--model", "/nowhere");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Matches("! model +--model names /nowhere", run.Output);
    }

    [Fact]
    public async Task The_bench_measures_every_part()
    {
        var run = await CommandRun.Of("bench", "--prompt-tokens", "16", "--tokens", "8", "--repeat", "1", "--json");
        run.ShouldSucceed();
        Assert.True(run.Json.GetProperty("prompt_tokens").GetInt32() >= 16);
        Assert.Equal(8, run.Json.GetProperty("answer_tokens").GetInt32());
        Assert.All(
            new[] { "load_seconds", "prefill_tokens_per_second", "decode_tokens_per_second", "picture_encode_seconds", "picture_decode_seconds", "peak_bytes" },
            name => Assert.True(run.Json.GetProperty(name).GetDouble() > 0, name));
    }

    [Theory]
    [InlineData("--help", "Usage:")]
    [InlineData("ask --help", "--image")]
    [InlineData("chat --help", "--show")]
    public async Task Help_goes_to_standard_output(string line, string expected)
    {
        var run = await CommandRun.Of(line.Split(' '));
        run.ShouldSucceed();
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_wrong_usage() => (await CommandRun.Of("sing")).ShouldFail(ExitCode.WrongUsage, "sing");
}
