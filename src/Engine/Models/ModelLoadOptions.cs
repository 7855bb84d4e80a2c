using Chameleon.Engine.Compute;
using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Models;

/// <summary>How a model is brought into memory. Immutable.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>What plain weights become on the way; null: they stay as they are.</summary>
    public WeightQuantization? Quantize { get; init; }

    /// <summary>In what form keys and values are cached.</summary>
    public KvElement KvCache { get; init; }

    /// <summary>Whether and where packed weights are kept for the next start; null: nowhere.</summary>
    public WeightCacheOptions? Cache { get; init; }

    /// <summary>Threads that quantise; null: one per processor.</summary>
    public int? Threads { get; init; }
}
