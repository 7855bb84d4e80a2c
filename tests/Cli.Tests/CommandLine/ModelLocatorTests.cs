using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.CommandLine;

public sealed class ModelLocatorTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public void The_named_folder_comes_first_then_the_environment_then_the_demo_model()
    {
        var (named, fromEnvironment, demo) = (Made("named"), Made("environment"), Made("models/chameleon-tiny"));
        Assert.Equal(named, ModelLocator.Find("named", Shell(fromEnvironment)));
        Assert.Equal(fromEnvironment, ModelLocator.Find(null, Shell(fromEnvironment)));
        Assert.Equal(demo, ModelLocator.Find(null, Shell(null)));
    }

    [Fact]
    public void The_demo_model_is_found_up_the_tree()
    {
        var demo = Made("models/chameleon-tiny");
        Assert.Equal(demo, ModelLocator.Find(null, Shell(null, Made("a/b/c"))));
    }

    [Theory]
    [InlineData("nowhere", "there is no such folder")]
    [InlineData("file.bin", "takes the folder")]
    public void A_named_folder_that_is_none_is_refused_by_name(string name, string complaint)
    {
        folder.File("file.bin");
        var failure = Assert.Throws<CommandFailure>(() => ModelLocator.Find(name, Shell(null)));
        Assert.Contains(complaint, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, name), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_model_the_message_says_how_to_name_one()
    {
        var failure = Assert.Throws<CommandFailure>(() => ModelLocator.Find(null, Shell(null)));
        Assert.Contains("--model", failure.Message, StringComparison.Ordinal);
        Assert.Contains(ModelLocator.Variable, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    private Shell Shell(string? variable, string? at = null) => new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Folder = at ?? folder.Path,
        ProgramFolder = folder.Path,
        Variable = name => name == ModelLocator.Variable ? variable : null,
    };
}
