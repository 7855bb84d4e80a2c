using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Chameleon.Engine.Tensors;

/// <summary>Conversions of stored elements to float32 and of float32 to bfloat16.</summary>
public static class FloatConversion
{
    /// <summary>Converts little-endian elements of any <see cref="DType"/> to float32.</summary>
    public static void ToFloats(DType dtype, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (dtype)
        {
            case DType.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case DType.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(source);
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = FromBFloat16(halves[i]);
                }

                break;
            default:
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = ReadOne(dtype, source[(i * dtype.Size())..]);
                }

                break;
        }
    }

    /// <summary>bfloat16 bits to float32, exact.</summary>
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>float32 to bfloat16 bits, round to nearest even; NaN stays NaN.</summary>
    public static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static float ReadOne(DType dtype, ReadOnlySpan<byte> source) => dtype switch
    {
        DType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(source),
        DType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(source),
        DType.I64 => BinaryPrimitives.ReadInt64LittleEndian(source),
        DType.I32 => BinaryPrimitives.ReadInt32LittleEndian(source),
        DType.I16 => BinaryPrimitives.ReadInt16LittleEndian(source),
        DType.I8 => (sbyte)source[0],
        DType.U8 or DType.Bool => source[0],
        DType.F8E4M3 => Float8.E4M3.Decode(source[0]),
        DType.F8E5M2 => Float8.E5M2.Decode(source[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };
}
