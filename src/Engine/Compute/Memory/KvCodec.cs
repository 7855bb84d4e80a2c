using System.Runtime.Intrinsics;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>One key or value in the forms that a cache has: the same bits on every machine.</summary>
internal static unsafe class KvCodec
{
    private const float Largest = 127;
    private const float LargestHalf = 65_504;
    private const int ScaledAtOnce = 64;

    /// <summary>Writes a row's elements one after another; returns their scale, 1 in forms without one.</summary>
    public static float Encode(KvElement element, ReadOnlySpan<float> source, byte* codes)
    {
        switch (element)
        {
            case KvElement.Float32:
                source.CopyTo(new Span<float>(codes, source.Length));
                return 1;
            case KvElement.Float16:
                EncodeHalves(source, (ushort*)codes);
                return 1;
            case KvElement.BFloat16:
                for (var i = 0; i < source.Length; i++)
                {
                    ((ushort*)codes)[i] = FloatConversion.ToBFloat16(source[i]);
                }

                return 1;
            default:
                return EncodeInt8(source, codes);
        }
    }

    /// <summary>An element without its scale.</summary>
    public static float Decode(KvElement element, byte* codes, nint index) => element switch
    {
        KvElement.Float32 => ((float*)codes)[index],
        KvElement.Float16 => (float)((Half*)codes)[index],
        KvElement.BFloat16 => FloatConversion.FromBFloat16(((ushort*)codes)[index]),
        _ => ((sbyte*)codes)[index],
    };

    private static float EncodeInt8(ReadOnlySpan<float> source, byte* codes)
    {
        var most = Spans.MaxMagnitude(source);
        var factor = most > 0 && float.IsFinite(most) ? Largest / most : 0;
        var buffer = stackalloc float[ScaledAtOnce];
        for (var i = 0; i < source.Length; i += ScaledAtOnce)
        {
            var count = Math.Min(ScaledAtOnce, source.Length - i);
            var scaled = new Span<float>(buffer, count);
            Spans.Multiply(source.Slice(i, count), factor, scaled);
            Spans.RoundToBytes(scaled, -Largest, Largest, new Span<byte>(codes + i, count));
        }

        return most / Largest;
    }

    /// <summary>To the nearest, ties to even, held at the largest; NaN stays NaN.</summary>
    private static void EncodeHalves(ReadOnlySpan<float> source, ushort* codes)
    {
        var i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            var (low, high) = (Vector256.Create(source[i..]), Vector256.Create(source[(i + Vector256<float>.Count)..]));
            Vector256.Narrow(HalfBits(low), HalfBits(high)).Store(codes + i);
        }

        for (; i < source.Length; i++)
        {
            codes[i] = BitConverter.HalfToUInt16Bits((Half)Math.Clamp(source[i], -LargestHalf, LargestHalf));
        }
    }

    private static Vector256<uint> HalfBits(Vector256<float> value)
    {
        const int LostBits = 13;
        var sign = (value.AsUInt32() >> 16) & Vector256.Create(0x8000u);
        var magnitude = Vector256.Min(Vector256.Abs(value), Vector256.Create(LargestHalf));
        var bits = magnitude.AsUInt32();

        // The exponents' zeros differ by 112; what is added carries where the lost bits are more than a half, or one and odd.
        var odd = (bits >> LostBits) & Vector256<uint>.One;
        var normal = ((bits + Vector256.Create(0xFFFu) + odd) >> LostBits) - Vector256.Create(112u << 10);

        // Steps of a half below its normal ones are those of a float32 from ½ on, so that an addition rounds.
        var subnormal = (magnitude + Vector256.Create(0.5f)).AsUInt32() - Vector256.Create(0.5f).AsUInt32();
        var isSubnormal = Vector256.LessThan(magnitude, Vector256.Create(6.103515625e-5f)).AsUInt32(); // 2⁻¹⁴
        var isNumber = Vector256.Equals(value, value).AsUInt32();
        return Vector256.ConditionalSelect(isNumber, Vector256.ConditionalSelect(isSubnormal, subnormal, normal) | sign, Vector256.Create(0x7E00u));
    }
}
