using System.Buffers;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>A matrix in bitsandbytes' 4-bit blocks.</summary>
/// <param name="shape">[out, in].</param>
/// <param name="packed">Two elements to a byte.</param>
/// <param name="absmax">The blocks' magnitudes.</param>
/// <param name="code">nf4 or fp4.</param>
/// <param name="blockSize">Elements of a block; blocks run across rows.</param>
internal sealed class FourBitTensor(int[] shape, HostTensor packed, Magnitudes absmax, FourBitCode code, int blockSize)
    : QuantizedTensor(
        packed.Name, shape, absmax.IsNested ? $"{code.Name}, nested" : code.Name, packed.StoredBytes + absmax.StoredBytes)
{
    /// <summary>nf4 or fp4.</summary>
    public FourBitCode Code { get; } = code;

    /// <summary>Elements of a block.</summary>
    public int BlockSize { get; } = blockSize;

    private protected override void Restore(long first, Span<float> destination)
    {
        var block = first / BlockSize;
        var skip = (int)(first % BlockSize);
        var magnitudes = ArrayPool<float>.Shared.Rent((int)FourBitCodec.BlockCount(skip + destination.Length, BlockSize));
        var bytes = ArrayPool<byte>.Shared.Rent((int)FourBitCodec.PackedLength(skip + destination.Length));
        try
        {
            var blocks = magnitudes.AsSpan(0, (int)FourBitCodec.BlockCount(skip + destination.Length, BlockSize));
            var nibbles = bytes.AsSpan(0, (int)FourBitCodec.PackedLength(skip + destination.Length));
            absmax.Read(block, blocks);
            packed.Read(block * BlockSize / 2, nibbles);
            FourBitCodec.Dequantize(Code, nibbles, blocks, BlockSize, skip, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(magnitudes);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
