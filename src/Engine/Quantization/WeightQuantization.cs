using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Engine.Quantization;

/// <summary>
/// What plain weights become on their way into memory: the bytes that <c>chameleon quantize</c> would write. The picture part,
/// norms and embeddings stay as they are. Immutable.
/// </summary>
public sealed record WeightQuantization
{
    /// <summary>What the linear layers become.</summary>
    public required QuantizationTarget Target { get; init; }

    /// <summary>
    /// Whether the head becomes that too; not with quanto's types, and not where it is the embedding table.
    /// </summary>
    public bool Head { get; init; }

    /// <summary>Elements of a 4-bit block: 32, 64, 128, 256, 512, 1024, 2048 or 4096. The other types have their own.</summary>
    public int BlockSize { get; init; } = FourBitCodec.DefaultBlockSize;

    /// <exception cref="ArgumentOutOfRangeException">There are no such blocks.</exception>
    /// <exception cref="ArgumentException">The target has no blocks of a chosen size, or leaves the head as it is.</exception>
    internal void Validate()
    {
        if (!FourBitCodec.BlockSizes.Contains(BlockSize))
        {
            throw new ArgumentOutOfRangeException(
                nameof(BlockSize), BlockSize, $"4-bit blocks have {string.Join(", ", FourBitCodec.BlockSizes.ToArray())} elements.");
        }

        if (Target.Code is null && BlockSize != FourBitCodec.DefaultBlockSize)
        {
            throw new ArgumentException($"{Target} has no blocks of a chosen size, found {BlockSize}; leave it out.", nameof(BlockSize));
        }

        if (Head && Target.Quanto is not null)
        {
            throw new ArgumentException($"The head stays as it is with {Target}.", nameof(Head));
        }
    }
}
