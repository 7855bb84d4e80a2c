using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine;

/// <summary>
/// A loaded model that answers prompts: the engine's front door. All members are thread-safe; any number of callers may
/// generate at once and share the passes over the weights. Everything is computed on one thread of the engine's own,
/// never on a caller's.
/// </summary>
public sealed class ChameleonEngine : IAsyncDisposable
{
    private readonly ILoadedModel model;
    private readonly EngineOptions options;
    private readonly KvBlockPool pool;
    private readonly PromptFormat format;
    private readonly RequestFactory requests;
    private readonly EngineThread thread;
    private readonly CancellationTokenSource disposing = new();
    private readonly Lazy<Task> disposal;
    private readonly SchedulerCounters counters;
    private int queued;

    /// <param name="model">The model; the engine disposes it, and its device after it.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="time">Clock.</param>
    internal ChameleonEngine(ILoadedModel model, EngineOptions options, TimeProvider? time = null)
    {
        (this.model, this.options) = (model, options);
        var limits = Limits(model, options);
        var layout = model.Decoder.KvLayout;
        var blockLimit = BlockLimit(layout, limits.Context, options.KvCacheBytes);
        var workspace = new LogitsWorkspace(model.Decoder.VocabularySize);
        var masks = new TokenMasks(model);
        format = new PromptFormat(model);
        ContextLimit = limits.Context;
        time ??= TimeProvider.System;
        pool = new KvBlockPool(() => model.Device.Allocate(layout.BlockType, layout.BlockShape), blockLimit);
        requests = new RequestFactory(model, format, masks, workspace, limits, blockLimit, time);
        var scheduler = new Scheduler(model, pool, format, masks, workspace, limits, time);
        counters = scheduler.Counters;
        thread = new EngineThread(scheduler);
        disposal = new Lazy<Task>(DisposeOnceAsync);
    }

    /// <summary>Loads a checkpoint folder.</summary>
    /// <param name="modelDirectory">Folder in the Hugging Face layout.</param>
    /// <param name="options">How the engine is set up; null: as the machine allows.</param>
    /// <param name="progress">Told after every tensor, on a thread of the engine's.</param>
    /// <param name="cancellationToken">Takes effect before the next tensor; no memory stays taken then.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    /// <exception cref="ModelConfigException">A config is malformed or asks for something that is not supported.</exception>
    /// <exception cref="Checkpoints.CheckpointException">Weights or tokenizer are damaged, or do not fit the config.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Task<ChameleonEngine> LoadAsync(
        string modelDirectory,
        EngineOptions? options = null,
        IProgress<LoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelDirectory);
        options ??= new EngineOptions();
        options.Validate();
        var load = new ModelLoadOptions { Quantize = options.Quantize, Threads = options.Threads, KvCache = options.KvCache, Cache = options.Cache };
        return Task.Run(
            () =>
            {
                var device = CreateDevice(options);
                try
                {
                    return new ChameleonEngine(ChameleonModel.Load(modelDirectory, device, load, progress, cancellationToken), options);
                }
                catch
                {
                    device.Dispose();
                    throw;
                }
            },
            cancellationToken);
    }

    /// <summary>What was loaded, how big it is and what it may do.</summary>
    public ModelInfo Info => model.Info;

    /// <summary>Tokens that a prompt and its answer may have together: the model's context, or less where the options say so.</summary>
    public int ContextLimit { get; }

    /// <summary>Where it computes, for people.</summary>
    public string Device => model.Device.Name;

    /// <summary>Text to ids and back.</summary>
    public ITokenizer Tokenizer => model.Tokenizer;

    /// <summary>The vectors of all picture codes [codes, width]: close ones look alike. Empty without pictures.</summary>
    public ReadOnlyMemory<float> Codebook => model.Codec?.Codebook ?? default;

    /// <summary>What it does and has done.</summary>
    public EngineMetrics Metrics => new()
    {
        RunningAnswers = counters.Running,
        WaitingAnswers = counters.Waiting,
        PromptTokens = counters.PromptTokens,
        CachedTokens = counters.CachedTokens,
        GeneratedTokens = counters.GeneratedTokens,
        DraftedTokens = counters.DraftedTokens,
        AcceptedTokens = counters.AcceptedTokens,
        Passes = counters.Passes,
        FinishedRequests = counters.Finished,
        FailedRequests = counters.Failed,
        CancelledRequests = counters.Cancelled,
        PreemptedAnswers = counters.Preempted,
        CacheBlocksInUse = pool.InUse,
        CacheBlocksAllocated = pool.Allocated,
        CacheBlockLimit = pool.Limit,
        CacheBlockBytes = model.Decoder.KvLayout.BlockBytes,
        DeviceBytes = model.Device.AllocatedBytes,
    };

    /// <summary>
    /// Checks a request as <see cref="GenerateAsync"/> does before it computes anything; no picture is encoded, so a
    /// picture of any pixels may stand for one that is still to be decoded.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">How to answer; null: one text answer with Meta's defaults.</param>
    /// <returns>Tokens of the prompt.</returns>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    public int Check(IReadOnlyList<PromptPart> prompt, GenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return requests.Plan(prompt, options ?? new GenerationOptions()).Draft.TokenCount;
    }

    /// <summary>
    /// Answers a prompt. The stream is lazy: it is queued when enumeration starts, and must be enumerated once only. What
    /// is not read stays in a bounded buffer; once that is full the request pauses, and no other request notices.
    /// Leaving the enumeration ends the request.
    /// </summary>
    /// <param name="prompt">The prompt, in the order in which the model shall read it.</param>
    /// <param name="options">How to answer; null: one text answer with Meta's defaults.</param>
    /// <param name="cancellationToken">Takes effect within one token, or one level of the picture nets.</param>
    /// <exception cref="GenerationException">
    /// From the enumeration: it cannot be answered; <see cref="GenerationException.Error"/> says why.
    /// </exception>
    /// <exception cref="OperationCanceledException">From the enumeration: it was cancelled.</exception>
    public IAsyncEnumerable<GenerationUpdate> GenerateAsync(
        IReadOnlyList<PromptPart> prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Generate(prompt, options ?? new GenerationOptions(), cancellationToken);
    }

    /// <summary>The codes of a picture, in raster order.</summary>
    /// <exception cref="GenerationException">The checkpoint has no picture encoder, or too many wait already.</exception>
    public Task<int[]> EncodeAsync(PixelImage picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return model.Codec is { } codec
            ? ComputeAsync(token => codec.Encode(model.Preprocess(picture), token), cancellationToken)
            : throw GenerationThrow.PicturesNotAllowed("The checkpoint carries no picture encoder.");
    }

    /// <summary>
    /// Of each code of a picture, in raster order, whether a mask of the same shape is more transparent than not anywhere on
    /// its place: what <see cref="PictureOptions.Kept"/> leaves out, so that it is drawn anew.
    /// </summary>
    /// <param name="opacity">The mask, read with <see cref="ImageDecodeOptions.OpacityOnly"/>; resized and cropped like a picture.</param>
    /// <exception cref="GenerationException">The checkpoint has no picture encoder.</exception>
    public bool[] TransparentCodes(PixelImage opacity)
    {
        ArgumentNullException.ThrowIfNull(opacity);
        if (model.Codec is null)
        {
            throw GenerationThrow.PicturesNotAllowed("The checkpoint carries no picture encoder.");
        }

        var prepared = model.Prepare(opacity);
        var side = (int)Math.Sqrt(Info.CodesPerPicture);
        var pixels = Info.PictureSize / side;
        var transparent = new bool[Info.CodesPerPicture];
        for (var i = 0; i < prepared.Width * prepared.Height; i++)
        {
            var (y, x) = Math.DivRem(i, prepared.Width);
            transparent[(y / pixels * side) + (x / pixels)] |= prepared.Data[3 * i] <= byte.MaxValue / 2;
        }

        return transparent;
    }

    /// <summary>The picture of a full set of codes.</summary>
    /// <exception cref="GenerationException">The checkpoint has no picture decoder, the codes are not a picture's, or too many wait already.</exception>
    public Task<PixelImage> DecodeAsync(IReadOnlyList<int> codes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (model.Codec is not { CanDecode: true } codec)
        {
            throw GenerationThrow.PicturesNotAllowed("The checkpoint carries no picture decoder.");
        }

        int[] copy = [.. codes];
        format.CheckCodes(copy);
        return ComputeAsync(token => codec.Decode(copy, token), cancellationToken);
    }

    /// <summary>
    /// Frees the cached prompts of a <see cref="GenerationOptions.CacheScope"/> that nobody will go on with: a conversation
    /// that was deleted, a user who left. Those who run in it are not disturbed; it is freed after them.
    /// </summary>
    /// <param name="scope">The scope; an unknown one is nothing to free.</param>
    public void ForgetCache(string scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        thread.Forget(scope);
    }

    /// <summary>Ends everything that runs with <see cref="GenerationError.Disposed"/>, waits for it and gives all memory back.</summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    private static IComputeDevice CreateDevice(EngineOptions options) => options.Device switch
    {
        EngineDevice.Reference => new ReferenceDevice(),
        _ => new CpuDevice(options.Threads is { } threads
            ? new CpuOptions { Threads = threads, Activations = options.Activations, Amx = options.Amx }
            : new CpuOptions { Activations = options.Activations, Amx = options.Amx }),
    };

    private static SchedulerLimits Limits(ILoadedModel model, EngineOptions options) => new()
    {
        Context = Math.Min(model.Decoder.MaxPositions, options.ContextLimit ?? int.MaxValue),
        MaxRunning = options.MaxRunning,
        PrefillChunk = options.PrefillChunk,
        DraftTokens = options.DraftTokens,
        BufferedUpdates = options.BufferedUpdates,
        ReaderTimeout = options.ReaderTimeout,
    };

    private static int BlockLimit(KvLayout layout, int context, long? bytes)
    {
        const int MostSequencesOfAnAnswer = 3;
        var share = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
        var oneAnswer = (long)layout.BlocksFor(context) * MostSequencesOfAnAnswer;
        var blocks = bytes is { } limit ? limit / layout.BlockBytes : Math.Max(share / layout.BlockBytes, oneAnswer);
        return (int)Math.Clamp(blocks, 1, int.MaxValue);
    }

    private async IAsyncEnumerable<GenerationUpdate> Generate(
        IReadOnlyList<PromptPart> prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Queue(() =>
        {
            var created = requests.Create(prompt, options, thread.Wake, LeaveQueue, cancellationToken, disposing.Token);
            thread.Submit(created);
            return created;
        });
        try
        {
            await foreach (var update in request.Output.ReadAllAsync().ConfigureAwait(false))
            {
                // The answer may have ended before the caller cancelled; what still waits here is unwanted all the same.
                if (cancellationToken.IsCancellationRequested)
                {
                    throw request.Cancelled();
                }

                yield return update;
            }
        }
        finally
        {
            request.Cancel();
        }
    }

    /// <summary>Runs something on the engine thread between two passes.</summary>
    private async Task<T> ComputeAsync<T>(Func<CancellationToken, T> compute, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing.Token);
        var job = Queue(() =>
        {
            var created = new EngineJob<T>(compute, LeaveQueue, linked.Token);
            thread.Post(created.Run);
            return created;
        });
        try
        {
            return await job.Result.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw GenerationThrow.Disposed();
        }
    }

    /// <summary>Takes a place in the queue for what is queued; whoever is queued leaves it by itself.</summary>
    private T Queue<T>(Func<T> enqueue)
    {
        if (Interlocked.Increment(ref queued) > options.MaxWaiting)
        {
            LeaveQueue();
            throw GenerationThrow.Busy(options.MaxWaiting);
        }

        try
        {
            return enqueue();
        }
        catch
        {
            LeaveQueue();
            throw;
        }
    }

    private void LeaveQueue() => Interlocked.Decrement(ref queued);

    private async Task DisposeOnceAsync()
    {
        var ended = thread.StopAsync(GenerationThrow.Disposed());
        await disposing.CancelAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        thread.Dispose();
        model.Dispose();
        model.Device.Dispose();
    }
}
