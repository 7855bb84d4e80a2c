namespace Chameleon.Engine.Models;

/// <summary>
/// What one call of <c>Forward</c> computes: a rectangular batch of ids or embeddings, and what is wanted of it.
/// </summary>
public sealed record ForwardRequest
{
    /// <summary>Ids [batch, length]; null when <see cref="Embeddings"/> is given.</summary>
    public int[,]? Ids { get; init; }

    /// <summary>Embeddings [batch, length, hidden] in place of ids.</summary>
    public float[,,]? Embeddings { get; init; }

    /// <summary>
    /// 1 for a token, 0 for padding: [batch, length]; null: no padding. Padding never enters the model; positions count
    /// from the first token that is not padding.
    /// </summary>
    public int[,]? AttentionMask { get; init; }

    /// <summary>
    /// Processed pictures, [3, size, size] each, for the runs of placeholders in <see cref="Ids"/> in reading order.
    /// Null leaves placeholders as they are.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<float>>? Pictures { get; init; }

    /// <summary>
    /// Sequence length that the base of dynamic rope scaling belongs to; null: each row's own, so that a row alone
    /// equals itself in a batch. The reference takes the longest row's for the whole batch.
    /// </summary>
    public int? RopeLength { get; init; }

    /// <summary>
    /// Labels [batch, length] for a loss; −100 is ignored, and so is the label of a row's first token, which nothing
    /// predicts. (The reference predicts it from padding, if there is any, and counts that.)
    /// </summary>
    public int[,]? Labels { get; init; }

    /// <summary>Leaves the logits of picture ids as they are instead of setting them to the lowest float as the reference does.</summary>
    public bool RawLogits { get; init; }

    /// <summary>Asks for hidden states.</summary>
    public bool HiddenStates { get; init; }

    /// <summary>Asks for attention probabilities; memory grows with the square of the length.</summary>
    public bool Attentions { get; init; }
}
