namespace Chameleon.Hub.Tests.Pulling;

public class PullTests
{
    [Fact]
    public async Task A_model_lies_in_the_cache_as_other_programs_lay_it_out()
    {
        await using var world = await HubWorld.CreateAsync();
        var pulled = await world.PullAsync();
        Assert.Equal(world.Snapshot, pulled.Folder);
        Assert.Equal(LoopbackHub.Commit, await File.ReadAllTextAsync(Path.Combine(world.Root, "refs", "main")));
        string[] names = ["README.md", "config.json", "model.safetensors", "tokenizer.json"];
        Assert.Equal(names, Directory.GetFiles(world.Snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            var link = new FileInfo(Path.Combine(world.Snapshot, name));
            Assert.Equal($"../../blobs/{LoopbackHub.HashOf(name, world.Files[name])}", link.LinkTarget);
            Assert.Equal(world.Files[name], await File.ReadAllBytesAsync(link.FullName));
        }

        Assert.Equal(names.Length, Directory.GetFiles(Path.Combine(world.Root, "blobs")).Length);
        Assert.Equal(pulled.Bytes, pulled.Fetched);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.PullAsync();
        var before = world.Hub.Requests.Count + world.Storage.Requests.Count;
        var again = await world.PullAsync();
        Assert.Equal(0, again.Fetched);
        Assert.Equal(before + 1, world.Hub.Requests.Count + world.Storage.Requests.Count);
    }

    [Fact]
    public async Task Of_single_weights_and_shards_only_what_is_loaded_is_fetched()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Files["model-00001-of-00002.safetensors"] = HubWorld.Bytes(10);
        world.Files["model-00002-of-00002.safetensors"] = HubWorld.Bytes(11);
        world.Files["model.safetensors.index.json"] = "{}"u8.ToArray();
        world.Files["consolidated.safetensors"] = HubWorld.Bytes(12);
        await world.PullAsync();
        Assert.Equal(["model.safetensors"], Weights());

        world.Files.Remove("model.safetensors");
        await world.PullAsync();
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors"], Weights());

        IEnumerable<string> Weights() => Directory.GetFiles(world.Snapshot, "*.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Another_branch_has_a_name_of_its_own()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.PullAsync(reference: "owner/small@refs/pr/7");
        Assert.Equal(LoopbackHub.Commit, await File.ReadAllTextAsync(Path.Combine(world.Root, "refs", "refs", "pr", "7")));
        Assert.Contains(world.Hub.Requests, request => request.Path.Contains("/revision/refs%2Fpr%2F7", StringComparison.Ordinal));
        Assert.Equal(world.Snapshot, ModelFinder.FindPulled(HubReference.Parse("owner/small@refs/pr/7"), world.Cache));
        Assert.Null(ModelFinder.FindPulled(HubReference.Parse("owner/small"), world.Cache));
    }

    [Fact]
    public async Task Progress_counts_every_byte_once_and_ends_full()
    {
        await using var world = await HubWorld.CreateAsync();
        var reports = new Reports();
        var pulled = await world.PullAsync(progress: reports);
        Assert.Equal(reports.All.Select(report => report.BytesDone).Order(), reports.All.Select(report => report.BytesDone));
        Assert.All(reports.All, report => Assert.Equal(pulled.Bytes, report.BytesTotal));
        Assert.Equal(new PullProgress("model.safetensors", 4, 4, pulled.Bytes, pulled.Bytes), reports.All[^1]);
        Assert.Equal("config.json", reports.All[0].File);
    }

    [Fact]
    public async Task A_model_of_another_kind_is_refused_before_its_weights_are_fetched()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Files["config.json"] = """{"model_type":"llama"}"""u8.ToArray();
        var exception = await world.RefusedAsync(HubFailure.NotAModel);
        Assert.Contains("llama", exception.Message, StringComparison.Ordinal);
        Assert.Empty(world.Storage.Requests);
    }

    [Theory]
    [InlineData("config.json", "config.json")]
    [InlineData("model.safetensors", "safetensors")]
    public async Task A_repository_that_is_no_model_is_refused_by_what_it_lacks(string file, string complaint)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Files.Remove(file);
        Assert.Contains(complaint, (await world.RefusedAsync(HubFailure.NotAModel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_room_on_the_disk_nothing_is_fetched()
    {
        await using var world = await HubWorld.CreateAsync();
        var exception = await world.RefusedAsync(HubFailure.NoRoom, world.Options with { FreeBytes = _ => 1 << 20 >> 4 });
        Assert.Contains("65,536 bytes free", exception.Message, StringComparison.Ordinal);
        Assert.Single(world.Hub.Requests);
    }

    [Fact]
    public async Task Offline_nobody_is_asked()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.RefusedAsync(HubFailure.Offline, world.Options with { Offline = true });
        Assert.Empty(world.Hub.Requests);
    }

    [Fact]
    public async Task The_demo_model_is_pulled_whole_and_can_be_loaded()
    {
        await using var world = await HubWorld.CreateAsync();
        foreach (var name in new[] { "model.safetensors", "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json" })
        {
            world.Files[name] = HubWorld.Demo(name);
        }

        var pulled = await world.PullAsync();
        await using var engine = await Engine.ChameleonEngine.LoadAsync(pulled.Folder);
        Assert.True(engine.Info.CanDraw);
        var found = Assert.Single(ModelFinder.Find([], world.Cache));
        Assert.Equal("owner/small", found.Name);
        Assert.Equal(engine.Info.Parameters, found.Facts!.Parameters);
    }

    private sealed class Reports : IProgress<PullProgress>
    {
        public List<PullProgress> All { get; } = [];

        public void Report(PullProgress value) => All.Add(value);
    }
}
