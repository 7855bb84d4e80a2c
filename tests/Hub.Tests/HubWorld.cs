namespace Chameleon.Hub.Tests;

/// <summary>A hub with one small model on it, who stores its large files, and a cache to pull into.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    public const string Repository = "owner/small";

    private readonly TemporaryFolder folder = new();

    private HubWorld(LoopbackHub hub, LoopbackHub storage) => (Hub, Storage) = (hub, storage);

    public LoopbackHub Hub { get; }

    public LoopbackHub Storage { get; }

    public Dictionary<string, byte[]> Files { get; } = new()
    {
        ["README.md"] = "A model."u8.ToArray(),
        ["config.json"] = Demo("config.json"),
        ["model.safetensors"] = Bytes(300_000),
        ["pytorch_model.bin"] = [1, 2, 3],
        ["tokenizer.json"] = Bytes(1_000),
    };

    public string Cache => Path.Combine(folder.Path, "hub");

    public string Root => Path.Combine(Cache, "models--owner--small");

    public string Snapshot => Path.Combine(Root, "snapshots", LoopbackHub.Commit);

    public string Part(string file) => Path.Combine(Root, "blobs", LoopbackHub.HashOf(file, Files[file]) + ".incomplete");

    public HubOptions Options => new()
    {
        Endpoint = Hub.Address,
        CacheFolder = Cache,
        Token = new HubToken("hf_secret", "HF_TOKEN"),
        RetryDelay = TimeSpan.Zero,
    };

    public static async Task<HubWorld> CreateAsync()
    {
        var world = new HubWorld(await LoopbackHub.StartAsync(), await LoopbackHub.StartAsync());
        world.Hub.Storage = world.Storage;
        world.Hub.Add(Repository, world.Files);
        return world;
    }

    public static byte[] Demo(string file) => File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny", file));

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    public async Task<PulledModel> PullAsync(
        HubOptions? options = null, string reference = Repository, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var hub = new ModelHub(options ?? Options);
        return await hub.PullAsync(HubReference.Parse(reference), progress, cancellationToken);
    }

    public async Task<HubException> RefusedAsync(HubFailure failure, HubOptions? options = null, string reference = Repository)
    {
        var exception = await Assert.ThrowsAsync<HubException>(() => PullAsync(options, reference));
        Assert.Equal(failure, exception.Failure);
        Assert.DoesNotContain("hf_secret", exception.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Root, "refs")));
        return exception;
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Storage.DisposeAsync();
        folder.Dispose();
    }
}
