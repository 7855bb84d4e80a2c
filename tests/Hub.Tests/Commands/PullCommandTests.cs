using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Cli.Tests;
using Chameleon.Cli.Tests.Commands;

namespace Chameleon.Hub.Tests.Commands;

/// <summary>The commands that know the hub. They are proven here, beside the hub that they ask.</summary>
public sealed class PullCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task A_pulled_model_can_be_listed_described_and_asked_by_its_name()
    {
        await using var hub = await LoopbackHub.StartAsync();
        hub.Add("owner/tiny", Directory.GetFiles(Golden.Path("chameleon", "bf16-sharded")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
        var shell = Shell(hub);
        var pulled = await CommandRun.In(shell, "pull", "owner/tiny");
        pulled.ShouldSucceed();
        Assert.Equal($"{folder.Path}/hub/models--owner--tiny/snapshots/{LoopbackHub.Commit}\n", pulled.Output);

        var listed = (await CommandRun.In(Shell(hub), "models", "--json")).Json.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        Assert.Equal(["chameleon-tiny", "owner/tiny"], listed.Keys);
        Assert.True(listed["owner/tiny"].GetProperty("complete").GetBoolean());
        Assert.False(listed["owner/tiny"].GetProperty("draws").GetBoolean());

        var described = await CommandRun.In(Shell(hub), "info", "owner/tiny");
        described.ShouldSucceed();
        Assert.Contains("BF16", described.Output, StringComparison.Ordinal);
        (await CommandRun.In(Shell(hub), "tokenize", "-m", "owner/tiny", "a")).ShouldSucceed();
        (await CommandRun.In(Shell(hub), "info", "owner/other")).ShouldFail(ExitCode.Failed, "nor a pulled model");
    }

    [Fact]
    public async Task What_a_pull_left_undone_is_listed_with_what_to_do()
    {
        await using var hub = await LoopbackHub.StartAsync();
        hub.Add("owner/half", Directory.GetFiles(Golden.Path("chameleon", "bf16-sharded")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
        hub.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("model-00002-of-00003.safetensors", StringComparison.Ordinal))
            {
                return false;
            }

            await LoopbackHub.RefuseAsync(context, 403, "GatedRepo");
            return true;
        };
        (await CommandRun.In(Shell(hub), "pull", "owner/half")).ShouldFail(ExitCode.Failed, "owner/half is gated");
        var listed = await CommandRun.In(Shell(hub), "models");
        listed.ShouldSucceed();
        Assert.Matches($"owner/half@{LoopbackHub.Commit} +incomplete: lacks model-00002-of-00003.safetensors, model-00003-of-00003.safetensors", listed.Output);
    }

    [Theory]
    [InlineData("nonsense", "is not the name of a model")]
    [InlineData("owner/gone", "There is no model owner/gone on 127.0.0.1")]
    public async Task What_cannot_be_pulled_is_refused_in_a_sentence(string name, string complaint)
    {
        await using var hub = await LoopbackHub.StartAsync();
        (await CommandRun.In(Shell(hub), "pull", name)).ShouldFail(ExitCode.Failed, complaint);
    }

    [Fact]
    public async Task Folders_that_are_named_are_looked_into_as_well()
    {
        await using var hub = await LoopbackHub.StartAsync();
        var listed = await CommandRun.In(Shell(hub), "models", Golden.Path("chameleon", "bf16-sharded"));
        listed.ShouldSucceed();
        Assert.Matches("chameleon-tiny +10.. M parameters, .* MiB, .*, draws", listed.Output);
        Assert.Matches("bf16-sharded +.* parameters, .*BF16", listed.Output);
    }

    public void Dispose() => folder.Dispose();

    private Shell Shell(LoopbackHub hub) => TestShell.Create(
        variables: new() { ["HF_ENDPOINT"] = hub.Address.ToString(), ["HF_HOME"] = folder.Path, ["HOME"] = folder.Path });
}
