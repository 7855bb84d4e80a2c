using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Chameleon.Engine.Quantization;

namespace Chameleon.Engine;

/// <summary>Where an engine computes.</summary>
public enum EngineDevice
{
    /// <summary>All processors, vector instructions.</summary>
    Cpu,

    /// <summary>Plain loops on one thread: the measure of the other devices, far too slow for use.</summary>
    Reference,
}

/// <summary>How an engine is set up. Immutable; wrong values are refused by <see cref="ChameleonEngine.LoadAsync"/> before anything is loaded.</summary>
public sealed record EngineOptions
{
    /// <summary>Where it computes.</summary>
    public EngineDevice Device { get; init; }

    /// <summary>Threads of the CPU, at most 1,024; null: one per processor that the process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>What plain weights become while they are loaded; null: they stay as they are. Weights that are quantised already are refused then.</summary>
    public WeightQuantization? Quantize { get; init; }

    /// <summary>
    /// Whether and where packed weights are kept, so that the next start maps them; null: nowhere. On the CPU. A file that
    /// cannot be used or written is no error: the weights come from the checkpoint then, and <see cref="ModelInfo.Cache"/>
    /// tells why.
    /// </summary>
    public WeightCacheOptions? Cache { get; init; }

    /// <summary>In what precision activations meet quantised weights on the CPU.</summary>
    public ActivationPrecision Activations { get; init; }

    /// <summary>
    /// Whether prompts and larger batches are multiplied by AMX, where the processor has it and Linux grants it; with the
    /// same results, and elsewhere without effect. Wants int8 activations.
    /// </summary>
    public bool Amx { get; init; }

    /// <summary>In what form keys and values are cached.</summary>
    public KvElement KvCache { get; init; }

    /// <summary>Tokens that a sequence may have, at least 8; null, or more than the model has: what the model has.</summary>
    public int? ContextLimit { get; init; }

    /// <summary>
    /// Bytes that keys and values may take, taken as they are needed; null: a quarter of the memory that the process may
    /// use, and enough for one answer of full length with guidance in any case.
    /// </summary>
    public long? KvCacheBytes { get; init; }

    /// <summary>Answers that run at the same time, at least 1; further ones wait.</summary>
    public int MaxRunning { get; init; } = 16;

    /// <summary>Requests that may wait, at least 1; further ones are refused as busy.</summary>
    public int MaxWaiting { get; init; } = 128;

    /// <summary>Prompt tokens that one pass computes at most, at least 1: small answers others sooner, large reads faster.</summary>
    public int PrefillChunk { get; init; } = 512;

    /// <summary>
    /// Most tokens of an answer's text that one pass computes on trial where a request does not say, 0 to
    /// <see cref="GenerationLimits.MaxDraftTokens"/>: see <see cref="GenerationOptions.DraftTokens"/>. How many a pass really
    /// has follows from how often the guesses were right and how many answers run.
    /// </summary>
    public int DraftTokens { get; init; } = 8;

    /// <summary>Updates that wait for their reader before the request pauses, at least 1.</summary>
    public int BufferedUpdates { get; init; } = 64;

    /// <summary>How long a paused request waits for its reader before it is given up.</summary>
    public TimeSpan ReaderTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <exception cref="ArgumentOutOfRangeException">A value makes no sense.</exception>
    /// <exception cref="ArgumentException">Two of them contradict each other.</exception>
    internal void Validate()
    {
        Quantize?.Validate();
        if (!Enum.IsDefined(Device))
        {
            throw new ArgumentOutOfRangeException(nameof(Device), Device, "There is no such device.");
        }

        if (!Enum.IsDefined(Activations) || (Activations != ActivationPrecision.Float32 && Device != EngineDevice.Cpu))
        {
            throw new ArgumentOutOfRangeException(nameof(Activations), Activations, $"{Device} does not compute in it.");
        }

        if (Amx && Activations != ActivationPrecision.Int8)
        {
            throw new ArgumentException($"AMX multiplies int8 activations only; they are {Activations} here.", nameof(Amx));
        }

        if (Cache is not null && Device != EngineDevice.Cpu)
        {
            throw new ArgumentOutOfRangeException(nameof(Cache), Cache, $"{Device} keeps no packed weights.");
        }

        if (!Enum.IsDefined(KvCache))
        {
            throw new ArgumentOutOfRangeException(nameof(KvCache), KvCache, "Keys and values are not cached in that form.");
        }

        const int MostThreads = 1024;
        RequireAtLeast(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads ?? 1, MostThreads, nameof(Threads));
        RequireAtLeast(ContextLimit, 8, nameof(ContextLimit));
        RequireAtLeast(KvCacheBytes, 1, nameof(KvCacheBytes));
        RequireAtLeast(MaxRunning, 1, nameof(MaxRunning));
        RequireAtLeast(MaxWaiting, 1, nameof(MaxWaiting));
        RequireAtLeast(PrefillChunk, 1, nameof(PrefillChunk));
        RequireAtLeast(DraftTokens, 0, nameof(DraftTokens));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DraftTokens, GenerationLimits.MaxDraftTokens, nameof(DraftTokens));
        RequireAtLeast(BufferedUpdates, 1, nameof(BufferedUpdates));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReaderTimeout, TimeSpan.Zero, nameof(ReaderTimeout));
    }

    private static void RequireAtLeast(long? value, long least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must be at least {least}.");
        }
    }
}
