using Chameleon.Engine.Compute;

namespace Chameleon.Engine.Models;

/// <summary>
/// A transformer that continues sequences: all that generation knows of a model family. One thread at a time.
/// </summary>
public interface IDecoder
{
    /// <summary>Length of a row of logits.</summary>
    int VocabularySize { get; }

    /// <summary>Tokens that a sequence can have.</summary>
    int MaxPositions { get; }

    /// <summary>What a block of the KV cache must look like.</summary>
    KvLayout KvLayout { get; }

    /// <summary>
    /// Runs the batch through all layers, writes its keys and values into the caches, advances their lengths and fills
    /// the wanted logits (raw, unmasked).
    /// </summary>
    /// <exception cref="OperationCanceledException">Between two layers; caches keep their old lengths.</exception>
    void Forward(DecoderBatch batch, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether keys cached when the sequence had one length may serve it at another (false where dynamic rope scaling
    /// has changed its base): if not, the sequence is computed afresh.
    /// </summary>
    bool CanExtend(int cachedLength, int newLength);
}
