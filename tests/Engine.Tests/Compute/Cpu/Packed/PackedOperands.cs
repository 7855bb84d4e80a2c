using System.Runtime.InteropServices;
using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Cpu.Packed;

/// <summary>Random matrices in every quantised form that checkpoints have.</summary>
internal static class PackedOperands
{
    public static QuantizedTensor FourBit(Random random, string code, bool nested, int blockSize, int rows, int columns, int nestedBlockSize = 16)
    {
        var blocks = (int)FourBitCodec.BlockCount((long)rows * columns, blockSize);
        var magnitudes = Scales(random, blocks);
        var packed = Bytes(random, "weight", DType.U8, (int)FourBitCodec.PackedLength((long)rows * columns), 1);
        return new FourBitTensor(
            [rows, columns], packed, nested ? Nested(magnitudes, nestedBlockSize) : new Magnitudes(HostTensor.From("weight.absmax", magnitudes, blocks), null, "file"),
            code == "nf4" ? FourBitCode.Nf4 : FourBitCode.Fp4, blockSize);
    }

    public static QuantizedTensor Groups(Random random, QuantoType type, DType scaleType, int groupSize, int rows, int columns)
    {
        var groups = rows * (columns / groupSize);
        var packed = Bytes(random, "weight._data._data", DType.U8, QuantoPacking.PackedRows(groups, type.Bits), groupSize);
        return new QuantoPackedTensor(
            "weight", [rows, columns], packed, Rounded(Scales(random, groups), scaleType), Rounded(Scales(random, groups), scaleType), scaleType, type);
    }

    public static QuantizedTensor Rows(Random random, QuantoType? type, DType scaleType, int rows, int columns)
    {
        var codes = Bytes(random, "weight", type?.Format is null ? DType.I8 : DType.F8E4M3, rows, columns);
        return new RowScaledTensor("weight", codes, Rounded(Scales(random, rows), scaleType), scaleType, type, "file");
    }

    private static Magnitudes Nested(float[] magnitudes, int blockSize)
    {
        var statistics = NestedAbsmax.Quantize(magnitudes, magnitudes.Average(), blockSize, nearest: true);
        return new Magnitudes(
            new BytesTensor("weight.absmax", DType.U8, statistics.Codes, [magnitudes.Length]),
            new NestedStatistics(EightBitCode.Dynamic.Values.ToArray(), statistics.Absmax, statistics.Offset, blockSize), "file");
    }

    private static float[] Scales(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * MathF.Pow(2, random.Next(-6, 3)))];

    private static float[] Rounded(float[] values, DType type) => Array.ConvertAll(values, value => Precision.Round(value, type));

    private static BytesTensor Bytes(Random random, string name, DType dtype, params int[] shape)
    {
        var bytes = new byte[Shape.Count(shape)];
        random.NextBytes(bytes);
        if (dtype == DType.F8E4M3)
        {
            // Not the codes of NaN.
            foreach (ref var code in bytes.AsSpan())
            {
                code = (code & 0x7F) == 0x7F ? (byte)0 : code;
            }
        }

        return new BytesTensor(name, dtype, bytes, shape);
    }

    private sealed class BytesTensor(string name, DType dtype, byte[] bytes, int[] shape) : HostTensor(name, dtype, shape)
    {
        public override void Read(long byteOffset, Span<byte> destination) =>
            MemoryMarshal.AsBytes(bytes.AsSpan()).Slice((int)byteOffset, destination.Length).CopyTo(destination);
    }
}
