using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
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
        packed.Name, shape, absmax.IsNested ? $"{code.Name}, nested" : code.Name, packed.StoredBytes + absmax.StoredBytes), IFourBitRows
{
    /// <summary>nf4 or fp4.</summary>
    public FourBitCode Code { get; } = code;

    /// <summary>Elements of a block.</summary>
    public int BlockSize { get; } = blockSize;

    public override long LoadedBytes => ((IFourBitRows)this).StaysPacked
        ? (ElementCount / 2) + (ElementCount / RunLength * (Nested is null ? sizeof(float) : sizeof(byte))) + (Nested?.StoredBytes ?? 0)
        : ElementCount * sizeof(float);

    public int Rows => Shape[0];

    public int Columns => Shape[1];

    public ReadOnlySpan<float> CodeValues => Code.Values;

    public int RunLength { get; } = (int)BigInteger.GreatestCommonDivisor(shape[1], blockSize);

    public bool HasShifts => false;

    public NestedStatistics? Nested => absmax.Nested;

    public void ReadCodes(int row, Span<byte> destination)
    {
        // Rows are read this way where runs have an even length, and so begin with a whole byte.
        var pairs = destination[(destination.Length / 2)..];
        packed.Read((long)row * Columns / 2, pairs);
        var i = 0;
        for (; i <= pairs.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            // Written over what was read already: the pairs lie in the second half of the destination.
            var sixteen = Vector128.Create<byte>(pairs[i..]);
            var (first0, first1) = Vector128.Widen(sixteen >>> 4);
            var (second0, second1) = Vector128.Widen(sixteen & Vector128.Create((byte)0xF));
            (first0 | (second0 << 8)).AsByte().CopyTo(destination[(2 * i)..]);
            (first1 | (second1 << 8)).AsByte().CopyTo(destination[((2 * i) + Vector128<byte>.Count)..]);
        }

        for (; i < pairs.Length; i++)
        {
            var pair = pairs[i];
            destination[2 * i] = (byte)(pair >> 4);
            destination[(2 * i) + 1] = (byte)(pair & 0xF);
        }
    }

    public void ReadScales(int row, Span<float> destination)
    {
        var (first, blocks) = BlocksOf(row);
        Span<float> values = new float[blocks];
        absmax.Read(first, values);
        Spread(row, first, values, destination);
    }

    public void ReadShifts(int row, Span<float> destination) => throw new NotSupportedException("These blocks have no shifts.");

    public void ReadScaleCodes(int row, Span<byte> destination)
    {
        var (first, blocks) = BlocksOf(row);
        Span<byte> codes = new byte[blocks];
        absmax.ReadCodes(first, codes);
        Spread(row, first, codes, destination);
    }

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

    private (long First, int Count) BlocksOf(int row)
    {
        var first = (long)row * Columns / BlockSize;
        return (first, (int)((((long)(row + 1) * Columns) - 1) / BlockSize) - (int)first + 1);
    }

    /// <summary>What each run of a row has of its block.</summary>
    private void Spread<T>(int row, long firstBlock, ReadOnlySpan<T> blocks, Span<T> runs)
    {
        for (var run = 0; run < runs.Length; run++)
        {
            runs[run] = blocks[(int)((((long)row * Columns) + ((long)run * RunLength)) / BlockSize - firstBlock)];
        }
    }
}
