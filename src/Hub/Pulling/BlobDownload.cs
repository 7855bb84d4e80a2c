using System.Net;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace Chameleon.Hub;

/// <summary>Fetches one content: goes on where an earlier attempt broke off, and checks the whole by its hash before it counts.</summary>
/// <param name="hub">From where.</param>
/// <param name="retryDelay">The first pause after the hub broke off.</param>
internal sealed class BlobDownload(HubConnection hub, TimeSpan retryDelay)
{
    private const int HashBufferSize = 1024 * 1024;
    private const int MostFruitlessAttempts = 5;

    private readonly ResiliencePipeline patience = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is HubInterruption),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = retryDelay,
        MaxDelay = TimeSpan.FromSeconds(30),
        MaxRetryAttempts = MostFruitlessAttempts,
        DelayGenerator = static outcome => ValueTask.FromResult((outcome.Outcome.Exception as HubInterruption)?.RetryAfter),
    }).Build();

    /// <summary>Asks, and asks again after a pause when the hub broke off, until there is no more hope.</summary>
    /// <exception cref="HubException">It broke off again and again.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await patience.ExecuteAsync(async token => await ask(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (HubInterruption interruption)
        {
            throw HubThrow.Unreachable(interruption.Host, interruption.InnerException ?? interruption);
        }
    }

    /// <summary>Fetches a content; one that is there already is not fetched.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="reference">Whose.</param>
    /// <param name="commit">At which commit.</param>
    /// <param name="file">Which.</param>
    /// <param name="report">Told how many of its bytes are there.</param>
    /// <param name="cancellationToken">Ends it; what came is kept.</param>
    /// <returns>How many bytes were fetched.</returns>
    public async Task<long> RunAsync(
        RepositoryFolder folder, HubReference reference, string commit, PlannedFile file, Action<long> report, CancellationToken cancellationToken)
    {
        var held = await BlobLock.TakeAsync(folder.Lock(file.Hash), cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (new FileInfo(folder.Blob(file.Hash)) is { Exists: true } there && there.Length == file.Size)
            {
                return 0;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(folder.Blob(file.Hash))!);
            var fetched = 0L;
            var part = new FileStream(folder.Part(file.Hash), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            await using (part.ConfigureAwait(false))
            {
                // An attempt that brought something on counts as none: a large file may break off any number of times.
                while (!await AskAsync(AttemptAsync, cancellationToken).ConfigureAwait(false))
                {
                }

                part.Flush(flushToDisk: true);
            }

            File.Move(folder.Part(file.Hash), folder.Blob(file.Hash), overwrite: true);
            return fetched;

            async Task<bool> AttemptAsync(CancellationToken token)
            {
                var before = fetched;
                try
                {
                    return await FillAsync(part, reference, commit, file, report, count => fetched += count, token).ConfigureAwait(false);
                }
                catch (HubInterruption) when (fetched > before)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>Fills the file from where it ends. Whether it is whole now; if not, it is to be begun anew.</summary>
    private async Task<bool> FillAsync(
        FileStream part, HubReference reference, string commit, PlannedFile file, Action<long> report, Action<int> fetched, CancellationToken cancellationToken)
    {
        if (part.Length > file.Size)
        {
            part.SetLength(0);
        }

        using var hash = file.Hash.Begin(file.Size);
        await AddAsync(hash, part, cancellationToken).ConfigureAwait(false);
        var kept = part.Length;
        report(kept);
        if (kept < file.Size || file.Size == 0)
        {
            using var response = await hub.OpenAsync(reference, commit, file.File, kept, cancellationToken).ConfigureAwait(false);
            if (kept > 0 && !GoesOn(response, kept))
            {
                part.SetLength(0);
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    return false;
                }

                return await BeginAnewAsync(response).ConfigureAwait(false);
            }

            if (kept == 0 && response.StatusCode != HttpStatusCode.OK)
            {
                throw HubThrow.Status(response.RequestMessage!.RequestUri!.Host, response.StatusCode);
            }

            await TakeAsync(response, hash).ConfigureAwait(false);
        }

        return Check(hash, kept > 0);

        async Task<bool> BeginAnewAsync(HttpResponseMessage response)
        {
            using var anew = file.Hash.Begin(file.Size);
            await TakeAsync(response, anew).ConfigureAwait(false);
            return Check(anew, resumed: false);
        }

        async Task TakeAsync(HttpResponseMessage response, IncrementalHash content)
        {
            await HubConnection.ReadAsync(
                response,
                async (bytes, token) =>
                {
                    if (part.Position + bytes.Length > file.Size)
                    {
                        part.SetLength(0);
                        throw HubThrow.WrongLength(file.File.Name, file.Size);
                    }

                    await part.WriteAsync(bytes, token).ConfigureAwait(false);
                    content.AppendData(bytes.Span);
                    fetched(bytes.Length);
                    report(part.Position);
                },
                cancellationToken).ConfigureAwait(false);
            if (part.Length < file.Size)
            {
                throw new HubInterruption(response.RequestMessage!.RequestUri!.Host);
            }
        }

        bool Check(IncrementalHash content, bool resumed)
        {
            if (file.Hash.Matches(content))
            {
                return true;
            }

            // The beginning may be of another time; all of it from one time must be right.
            part.SetLength(0);
            return !resumed ? throw HubThrow.WrongHash(file.File.Name) : false;
        }
    }

    private static bool GoesOn(HttpResponseMessage response, long start) =>
        response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == start;

    private static async Task AddAsync(IncrementalHash hash, FileStream part, CancellationToken cancellationToken)
    {
        part.Position = 0;
        var buffer = new byte[Math.Min(HashBufferSize, part.Length)];
        while (part.Position < part.Length && await part.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }
    }
}
