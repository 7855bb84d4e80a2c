using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>One key or value in the forms that a cache has: the same bits on every machine.</summary>
internal static unsafe class KvCodec
{
    private const float Largest = 127;
    private const float LargestHalf = 65_504;

    /// <summary>Writes one row.</summary>
    public static void Write(KvElement element, ReadOnlySpan<float> source, byte* row)
    {
        switch (element)
        {
            case KvElement.Float32:
                source.CopyTo(new Span<float>(row, source.Length));
                break;
            case KvElement.Float16:
                for (var i = 0; i < source.Length; i++)
                {
                    ((Half*)row)[i] = (Half)Math.Clamp(source[i], -LargestHalf, LargestHalf);
                }

                break;
            case KvElement.BFloat16:
                for (var i = 0; i < source.Length; i++)
                {
                    ((ushort*)row)[i] = FloatConversion.ToBFloat16(source[i]);
                }

                break;
            default:
                WriteInt8(source, row);
                break;
        }
    }

    /// <summary>Restores some neighbouring rows.</summary>
    /// <param name="element">Their form.</param>
    /// <param name="row">The first one.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="headDim">Length of a row.</param>
    /// <param name="destination">[count, headDim].</param>
    public static void Read(KvElement element, byte* row, int rowBytes, int count, int headDim, float* destination)
    {
        for (var i = 0; i < count; i++, row += rowBytes, destination += headDim)
        {
            switch (element)
            {
                case KvElement.Float32:
                    new ReadOnlySpan<float>(row, headDim).CopyTo(new Span<float>(destination, headDim));
                    break;
                case KvElement.Float16:
                    ReadHalves((ushort*)row, headDim, destination);
                    break;
                case KvElement.BFloat16:
                    ReadBFloat16((ushort*)row, headDim, destination);
                    break;
                default:
                    ReadInt8(row, headDim, destination);
                    break;
            }
        }
    }

    private static void WriteInt8(ReadOnlySpan<float> source, byte* row)
    {
        var most = Spans.MaxMagnitude(source);
        Span<float> scaled = new float[source.Length];
        Spans.Multiply(source, most > 0 && float.IsFinite(most) ? Largest / most : 0, scaled);
        Unsafe.WriteUnaligned(row, most / Largest);
        Spans.RoundToBytes(scaled, -Largest, Largest, new Span<byte>(row + sizeof(float), source.Length));
    }

    private static void ReadInt8(byte* row, int count, float* destination)
    {
        var scale = Unsafe.ReadUnaligned<float>(row);
        var codes = (sbyte*)row + sizeof(float);
        var i = 0;
        for (; i <= count - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(codes + i));
            StoreScaled(low, scale, destination + i);
            StoreScaled(high, scale, destination + i + Vector128<short>.Count);
        }

        for (; i < count; i++)
        {
            destination[i] = codes[i] * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreScaled(Vector128<short> codes, float scale, float* destination)
    {
        var (low, high) = Vector128.Widen(codes);
        (Vector256.ConvertToSingle(Vector256.Create(low, high)) * scale).Store(destination);
    }

    private static void ReadBFloat16(ushort* row, int count, float* destination)
    {
        var i = 0;
        for (; i <= count - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(row + i));
            (Vector256.Create(low, high) << 16).Store((uint*)destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = FloatConversion.FromBFloat16(row[i]);
        }
    }

    /// <summary>Exponent and mantissa moved to their place in a float32, times what their exponents' zeros differ by: exact, also where a half is subnormal. Infinity is never written.</summary>
    private static void ReadHalves(ushort* row, int count, float* destination)
    {
        const float ZeroToZero = 5.192296858534828e33f; // 2^112
        var i = 0;
        for (; i <= count - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(row + i));
            var bits = Vector256.Create(low, high);
            var magnitude = ((bits & Vector256.Create(0x7FFFu)) << 13).AsSingle() * ZeroToZero;
            var isNaN = Vector256.Equals(bits & Vector256.Create(0x7C00u), Vector256.Create(0x7C00u));
            (magnitude.AsUInt32() | (isNaN & Vector256.Create(0x7FC00000u)) | ((bits & Vector256.Create(0x8000u)) << 16)).Store((uint*)destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = (float)BitConverter.UInt16BitsToHalf(row[i]);
        }
    }
}
