using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// The packed weights of a model that is being loaded: taken from the file that an earlier start wrote, or written for the
/// next one. Whatever goes wrong with the file, the model loads from its checkpoint, and the report says what it was. Not
/// thread-safe.
/// </summary>
internal sealed class PackedWeights : IDisposable
{
    private readonly IPackingDevice device;
    private readonly PackedFolder folder;
    private readonly PackedKey key;
    private readonly IReadOnlyList<string> sources;
    private readonly SourceStamp[] stamps;
    private readonly CancellationTokenSource ending;
    private readonly Task<string> source;
    private readonly string path;
    private PackedFile? file;
    private PackedFileWriter? writer;
    private string? problem;
    private bool misfits;

    private PackedWeights(IPackingDevice device, PackedFolder folder, PackedKey key, IReadOnlyList<string> sources, CancellationToken cancellationToken)
    {
        (this.device, this.folder, this.key, this.sources, path) = (device, folder, key, sources, folder.FileOf(key));
        stamps = [.. sources.Select(SourceStamp.Of)];
        ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = ending.Token;

        // Beside packing: whichever comes first to a part of a file brings it into memory for the other.
        source = Task.Run(() => folder.Hashes.Of(sources, token), token);
    }

    /// <summary>Opens the file, or begins a new one.</summary>
    /// <param name="device">Whose weights.</param>
    /// <param name="folder">Where they are kept.</param>
    /// <param name="key">How they are packed.</param>
    /// <param name="sources">The files that they are made of.</param>
    /// <param name="expectedBytes">About how many there are.</param>
    /// <param name="threads">Threads that read the file through.</param>
    /// <param name="cancellationToken">Takes effect within a block of a file.</param>
    public static PackedWeights Begin(
        IPackingDevice device, PackedFolder folder, PackedKey key, IReadOnlyList<string> sources, long expectedBytes, int threads, CancellationToken cancellationToken)
    {
        var weights = new PackedWeights(device, folder, key, sources, cancellationToken);
        try
        {
            weights.Begin(expectedBytes, threads, cancellationToken);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>A matrix that is kept, with its stored form; null when it has to be packed.</summary>
    public (LinearWeight Weight, string? Format)? Find(string name, MatrixShape shape) =>
        Find(name, parts => device.PutTogether(parts, shape));

    /// <summary>A kernel that is kept; null when it has to be packed.</summary>
    public ConvolutionWeight? Find(string name, MatrixShape shape, ConvolutionGeometry geometry) =>
        Find(name, parts => device.PutTogether(parts, shape, geometry))?.Weight;

    /// <summary>Keeps a matrix that was packed.</summary>
    public void Keep(string name, string? format, LinearWeight weight) => Keep(name, format, () => device.TakeApart(weight));

    /// <summary>Keeps a kernel that was packed.</summary>
    public void Keep(string name, ConvolutionWeight weight) => Keep(name, format: null, () => device.TakeApart(weight));

    /// <summary>Ends loading: a new file is on the disk then, in the place of the one before.</summary>
    public WeightCacheReport Finish()
    {
        if (writer is not null && TryFinish() is { } bytes)
        {
            return new WeightCacheReport(WeightCacheState.Written, path, bytes, problem);
        }

        if (misfits)
        {
            PackedFolder.TryDelete(path);
        }

        return file is null
            ? new WeightCacheReport(WeightCacheState.NotKept, path, 0, problem)
            : new WeightCacheReport(WeightCacheState.Mapped, path, file.ByteCount, problem);
    }

    /// <summary>Leaves nothing half written. The file stays mapped as long as weights of it live.</summary>
    public void Dispose()
    {
        ending.Cancel();
        Task.WaitAny(source);
        _ = source.Exception;
        ending.Dispose();
        writer?.Dispose();
        file?.Dispose();
    }

    private static bool IsOfFiles(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private void Begin(long expectedBytes, int threads, CancellationToken cancellationToken)
    {
        folder.CleanUp();
        try
        {
            if (File.Exists(path))
            {
                file = PackedFile.Open(path, key, source.GetAwaiter().GetResult(), threads, cancellationToken);
                return;
            }
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            problem = $"{exception.Message.TrimEnd('.')}; the weights are packed again.";
        }

        try
        {
            Directory.CreateDirectory(folder.Path);
            writer = new PackedFileWriter(path, key, expectedBytes);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            GiveUp(exception.Message);
        }
    }

    private (T Weight, string? Format)? Find<T>(string name, Func<PackedParts, T> putTogether)
    {
        if (file is null)
        {
            return null;
        }

        if (file.Find(name) is not { } entry)
        {
            Misfit($"{path} lacks {CheckpointException.Quote(name)}");
            return null;
        }

        var parts = file.Take(entry, device.Ledger);
        try
        {
            return (putTogether(parts), entry.Format);
        }
        catch (InvalidDataException exception)
        {
            foreach (var tensor in parts.Tensors)
            {
                tensor.Dispose();
            }

            Misfit($"{path} does not fit the model at {CheckpointException.Quote(name)}: {exception.Message}");
            return null;
        }
    }

    private void Keep(string name, string? format, Func<PackedParts> takeApart)
    {
        try
        {
            writer?.Add(name, format, takeApart());
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            GiveUp(exception.Message);
        }
    }

    private long? TryFinish()
    {
        try
        {
            var hash = source.GetAwaiter().GetResult();
            if (!stamps.SequenceEqual(sources.Select(SourceStamp.Of)))
            {
                GiveUp("the model's files changed while they were read");
                return null;
            }

            var bytes = writer!.Finish(hash);
            folder.DropOutdated(hash);
            return bytes;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            GiveUp(exception.Message);
            return null;
        }
    }

    private void Misfit(string what) => (misfits, problem) = (true, $"{what}; it is packed from the checkpoint, and the file goes.");

    private void GiveUp(string why)
    {
        writer?.Dispose();
        writer = null;
        problem = $"{problem}{(problem is null ? "" : " ")}Packed weights are not kept in {folder.Path}: {why.TrimEnd('.')}. Make room there, or name another folder for them.";
    }
}
