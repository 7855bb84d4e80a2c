namespace Chameleon.Hub.Tests.Models;

public sealed class ModelFinderTests : IDisposable
{
    private static readonly string DemoFolder = Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny");

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_folder_may_hold_models_or_be_one()
    {
        var demo = Assert.Single(ModelFinder.Find([Path.Combine(Golden.RepositoryRoot, "models")]));
        Assert.Equal(("chameleon-tiny", DemoFolder), (demo.Name, demo.Folder));
        Assert.Equal(demo.Folder, Assert.Single(ModelFinder.Find([DemoFolder + "/"])).Folder);
        Assert.True(demo.Facts!.CanDraw);
        Assert.Empty(demo.Missing);
        Assert.Null(demo.Reference);
        Assert.InRange(demo.Facts.Parameters, 9_000_000, 12_000_000);
    }

    [Fact]
    public void A_model_is_listed_once_however_often_its_folder_is_named() =>
        Assert.Single(ModelFinder.Find([DemoFolder, Path.GetDirectoryName(DemoFolder)!, DemoFolder]));

    [Fact]
    public void Models_of_other_kinds_and_folders_without_any_are_passed_over()
    {
        Made("llama", """{"model_type":"llama"}""");
        Made("broken", "{");
        Made("empty", null);
        Assert.Empty(ModelFinder.Find([folder.Path, Path.Combine(folder.Path, "nowhere")], Path.Combine(folder.Path, "nowhere")));
        Assert.False(ModelFinder.HoldsModels(folder.Path));
        Assert.True(ModelFinder.HoldsModels(DemoFolder));
    }

    [Fact]
    public void What_a_model_lacks_is_listed()
    {
        Made("part", """{"model_type":"chameleon"}""");
        var part = Assert.Single(ModelFinder.Find([folder.Path]));
        Assert.Equal(["tokenizer.json", "model.safetensors"], part.Missing);
        Assert.Null(part.Facts);

        var sharded = Made("part", """{"model_type":"chameleon"}""");
        File.WriteAllText(Path.Combine(sharded, "model.safetensors.index.json"), """{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors","c":"../x"}}""");
        File.WriteAllText(Path.Combine(sharded, "model-2.safetensors"), "");
        Assert.Equal(["tokenizer.json", "model-1.safetensors"], Assert.Single(ModelFinder.Find([folder.Path])).Missing);
    }

    [Fact]
    public void A_link_whose_content_is_gone_is_a_file_that_is_lacking()
    {
        var model = Made("linked", """{"model_type":"chameleon"}""");
        File.CreateSymbolicLink(Path.Combine(model, "tokenizer.json"), "../gone");
        File.CreateSymbolicLink(Path.Combine(model, "model.safetensors"), Path.Combine(DemoFolder, "model.safetensors"));
        Assert.Equal(["tokenizer.json"], Assert.Single(ModelFinder.Find([folder.Path])).Missing);
    }

    [Fact]
    public void A_model_that_cannot_be_loaded_says_why()
    {
        var model = Made("odd", File.ReadAllText(Path.Combine(DemoFolder, "config.json")));
        File.WriteAllText(Path.Combine(model, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(model, "model.safetensors"), "not weights");
        var odd = Assert.Single(ModelFinder.Find([folder.Path]));
        Assert.Null(odd.Facts);
        Assert.Contains("safetensors", odd.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_cache_every_commit_is_listed_by_the_name_of_its_branch()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.PullAsync();
        var other = Path.Combine(world.Root, "snapshots", new string('f', 40));
        Directory.CreateDirectory(other);
        File.Copy(Path.Combine(world.Snapshot, "config.json"), Path.Combine(other, "config.json"));
        Directory.CreateDirectory(Path.Combine(world.Root, "snapshots", "not-a-commit"));
        Directory.CreateDirectory(Path.Combine(world.Cache, "datasets--a--b"));
        var found = ModelFinder.Find([], world.Cache);
        Assert.Equal(["owner/small", $"owner/small@{new string('f', 40)}"], found.Select(model => model.Name));
        Assert.Equal(["tokenizer.json", "model.safetensors"], found[1].Missing);
        Assert.Equal("owner/small", found[0].Reference!.ToString());
        Assert.Equal(world.Snapshot, ModelFinder.FindPulled(HubReference.Parse("owner/small"), world.Cache));
        Assert.Null(ModelFinder.FindPulled(found[1].Reference!, world.Cache));
        Assert.Null(ModelFinder.FindPulled(HubReference.Parse("owner/other"), world.Cache));
    }

    public void Dispose() => folder.Dispose();

    private string Made(string name, string? config)
    {
        var made = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        if (config is not null)
        {
            File.WriteAllText(Path.Combine(made, "config.json"), config);
        }

        return made;
    }
}
