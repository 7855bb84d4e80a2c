using Chameleon.Hub;
using Chameleon.Web.Models;

namespace Chameleon.Web.Tests.Models;

public sealed class ModelShelfTests : IDisposable
{
    private static readonly string Demo = Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny");

    private readonly TemporaryFolder folder = new();

    private ModelShelf Shelf => new(folder.File("models.json"), Demo, new HubOptions { CacheFolder = folder.File("hub") });

    [Fact]
    public void Folders_are_kept_from_one_start_to_the_next()
    {
        Assert.Equal(["chameleon-tiny"], Shelf.Find().Select(model => model.Found.Name));
        Assert.True(Shelf.Add($" {SampleModels.Folder}/ "));
        Assert.True(Shelf.Add(SampleModels.Folder));
        Assert.Equal([SampleModels.Folder], Shelf.Folders);
        Assert.Equal(["chameleon-tiny", "bf16-sharded"], Shelf.Find().Select(model => model.Found.Name));

        Shelf.Remove(SampleModels.Folder);
        Assert.Empty(Shelf.Folders);
        Assert.Equal(["models.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_choice_is_kept_as_long_as_the_model_is_there()
    {
        Assert.Null(Shelf.Chosen);
        var elsewhere = folder.File("elsewhere");
        Directory.CreateDirectory(elsewhere);
        foreach (var file in Directory.GetFiles(SampleModels.Folder))
        {
            File.Copy(file, Path.Combine(elsewhere, Path.GetFileName(file)));
        }

        Assert.True(Shelf.Add(elsewhere));
        var model = Shelf.Find()[1];
        Shelf.Choose(model.Found, model.Choices.Single(choice => choice.Name == "nf4"));
        Assert.Equal(new ChosenModel(elsewhere, "elsewhere", "nf4"), Shelf.Chosen);
        Assert.Equal("nf4", Shelf.Chosen!.Quantize()!.Target.Name);
        Assert.Equal([elsewhere], Shelf.Folders);

        Directory.Delete(elsewhere, recursive: true);
        Assert.Null(Shelf.Chosen);
    }

    [Fact]
    public void A_model_tells_the_memory_of_each_way_to_load_it()
    {
        var choices = Shelf.Find()[0].Choices.ToDictionary(choice => choice.Name, choice => choice.Bytes);
        Assert.True(choices["nf4"] < choices["int8"]);
        Assert.True(choices["int8"] < choices[""]);
        Assert.Equal("", Shelf.Find()[0].Choices[0].Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("models")]
    [InlineData("../..")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/etc")]
    [InlineData("/etc/passwd")]
    [InlineData("~")]
    [InlineData("/a\0b")]
    public void What_holds_no_model_is_not_kept_and_all_of_it_sounds_the_same(string name)
    {
        Assert.False(Shelf.Add(name));
        Assert.Empty(Shelf.Folders);
    }

    [Fact]
    public void A_file_that_somebody_broke_is_an_empty_list()
    {
        folder.Write("models.json", "{not json");
        Assert.Empty(Shelf.Folders);
        Assert.True(Shelf.Add(SampleModels.Folder));
        Assert.Single(Shelf.Folders);
    }

    [Fact]
    public void A_list_that_cannot_be_kept_says_so_and_does_not_change()
    {
        Directory.CreateDirectory(folder.File("models.json.new"));
        var shelf = Shelf;
        Assert.ThrowsAny<Exception>(() => shelf.Add(SampleModels.Folder));
        Assert.Empty(shelf.Folders);
    }

    public void Dispose() => folder.Dispose();
}
