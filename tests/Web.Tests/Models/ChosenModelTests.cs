using Chameleon.Connector;
using Chameleon.Hub;
using Chameleon.Web.Hosting;
using Chameleon.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Models;

/// <summary>Which model a program starts with whose owner chose one the last time.</summary>
public sealed class ChosenModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task The_program_starts_with_what_was_chosen_and_the_way_it_was_loaded()
    {
        Choose("nf4");
        await using var program = new TestProgram(folder.Path);
        var loader = program.Services.GetRequiredService<ModelLoader>();
        await program.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();

        Assert.Equal((SampleModels.Folder, "bf16-sharded"), (loader.Folder, loader.ModelId));
        Assert.Contains("nf4", loader.Model!.Quantization, StringComparison.Ordinal);
        Assert.Contains("chameleon-tiny", program.Services.GetRequiredService<ModelShelf>().Find().Select(model => model.Found.Name));
    }

    [Theory]
    [InlineData("Model", "models/chameleon-tiny")]
    [InlineData("Quantize", "int8")]
    public async Task What_the_command_line_names_comes_first(string name, string value)
    {
        Choose("");
        var said = name == "Model" ? Path.Combine(Golden.RepositoryRoot, value) : value;
        await using var program = new TestProgram(folder.Path, new Dictionary<string, string> { [name] = said });

        Assert.Equal("chameleon-tiny", program.Services.GetRequiredService<ModelLoader>().ModelId);
    }

    public void Dispose() => folder.Dispose();

    private void Choose(string way)
    {
        var shelf = new ModelShelf(folder.File("models.json"), SampleModels.Folder, new HubOptions { CacheFolder = folder.File("hub") });
        var model = shelf.Find().Single(model => model.Found.Folder == SampleModels.Folder);
        shelf.Choose(model.Found, model.Choices.Single(choice => choice.Name == way));
    }
}
