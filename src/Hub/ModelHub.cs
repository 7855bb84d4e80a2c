using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Hub;

/// <summary>
/// Pulls models from a hub into the cache that Hugging Face's own programs use, in their layout: what one has fetched none
/// fetches again. Only the files of which a model is made are fetched. Thread-safe; two who pull the same wait for one
/// another, in other processes too.
/// </summary>
public sealed class ModelHub : IDisposable
{
    private readonly HubOptions options;
    private readonly HubConnection hub;
    private readonly BlobDownload download;

    /// <param name="options">Which hub, as whom, and where its files go.</param>
    public ModelHub(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        hub = new HubConnection(options);
        download = new BlobDownload(hub, options.RetryDelay);
    }

    /// <summary>
    /// Pulls a model. What came before it was cancelled or broke off is kept, and the next pull goes on there; every file is
    /// checked by its hash before it counts, and the revision's name points to the model only when all of it is there.
    /// </summary>
    /// <param name="reference">Which model.</param>
    /// <param name="progress">Told how far it is, often, on any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HubException">It was not pulled; the failure and one sentence say why.</exception>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache must not be written.</exception>
    public async Task<PulledModel> PullAsync(HubReference reference, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (options.Offline)
        {
            throw HubThrow.Offline();
        }

        var listing = await download.AskAsync(token => hub.ListAsync(reference, token), cancellationToken).ConfigureAwait(false);
        var files = await PlanAsync(reference, listing, cancellationToken).ConfigureAwait(false);
        var folder = new RepositoryFolder(options.CacheFolder, reference.Repository);
        var needed = files.Sum(file => file.Size - folder.BytesThere(file.Hash, file.Size));
        CheckRoom(needed);
        var (total, done, fetched) = (files.Sum(file => file.Size), 0L, 0L);
        for (var i = 0; i < files.Count; i++)
        {
            var (file, before, count) = (files[i], done, i);
            void Report(long bytes) => progress?.Report(new(file.File.Name, count, files.Count, before + bytes, total));
            Report(0);
            fetched += await download.RunAsync(folder, reference, listing.Commit, file, Report, cancellationToken).ConfigureAwait(false);
            if (file.File.Name == FileChoice.Config)
            {
                await CheckConfigAsync(reference.Repository, folder.Blob(file.Hash), cancellationToken).ConfigureAwait(false);
            }

            folder.Link(listing.Commit, file.File.Name, file.Hash);
            done += file.Size;
        }

        progress?.Report(new(files[^1].File.Name, files.Count, files.Count, total, total));
        folder.Point(reference.Revision, listing.Commit);
        return new PulledModel(reference, listing.Commit, folder.Snapshot(listing.Commit), total, fetched);
    }

    /// <summary>Closes what is open. Pulls that still run fail.</summary>
    public void Dispose() => hub.Dispose();

    private async Task<IReadOnlyList<PlannedFile>> PlanAsync(HubReference reference, HubListing listing, CancellationToken cancellationToken)
    {
        var planned = new List<PlannedFile>();
        foreach (var listed in FileChoice.Of(reference.Repository, listing))
        {
            var file = listed is { Size: not null, Hash: not null }
                ? listed
                : await download.AskAsync(token => hub.DescribeAsync(reference, listing.Commit, listed, token), cancellationToken).ConfigureAwait(false);
            if (file is not { Size: { } size, Hash: { } hash })
            {
                throw HubThrow.Listing(reference.Repository, $"it names no hash or no length of {file.Name}, so that could not be checked");
            }

            planned.Add(FileChoice.IsWeights(file) || size <= FileChoice.LargestText
                ? new PlannedFile(file, size, hash)
                : throw HubThrow.Listing(reference.Repository, $"{file.Name} has {Amount.Bytes(size)}, which such a file never has"));
        }

        return planned;
    }

    private void CheckRoom(long needed)
    {
        var folder = options.CacheFolder;
        Directory.CreateDirectory(folder);
        if (options.FreeBytes(folder) is var free && free < needed)
        {
            throw HubThrow.NoRoom(folder, needed, free);
        }
    }

    private static async Task CheckConfigAsync(RepositoryId repository, string file, CancellationToken cancellationToken)
    {
        try
        {
            ChameleonConfig.Parse(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (ModelConfigException exception)
        {
            throw HubThrow.Config(repository, exception);
        }
    }
}
