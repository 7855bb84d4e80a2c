using Chameleon.Engine.Quantization.FourBit;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>4-bit blocks one element at a time, by the written rule: what the vectors are compared with.</summary>
internal static class PlainFourBit
{
    public static (byte[] Packed, float[] Absmax) Quantize(FourBitCode code, float[] source, int blockSize)
    {
        var packed = new byte[(source.Length + 1) / 2];
        var absmax = new float[(source.Length + blockSize - 1) / blockSize];
        for (var i = 0; i < packed.Length * 2; i++)
        {
            var start = i / blockSize * blockSize;
            var scaled = 0f;
            if (i < source.Length)
            {
                var block = source[start..Math.Min(start + blockSize, source.Length)];
                var most = block.Max(MathF.Abs);
                var floored = MathF.Max(most, 1e-38f);
                var whole = block.Length == blockSize;
                absmax[i / blockSize] = whole ? most : floored;
                scaled = Math.Clamp(whole ? source[i] * (1 / floored) : source[i] / floored, -1, 1);
            }

            packed[i / 2] |= (byte)(code.Nibble(scaled) << (i % 2 == 0 ? 4 : 0));
        }

        return (packed, absmax);
    }

    public static float Value(FourBitCode code, byte[] packed, float[] absmax, int blockSize, int index) =>
        code.Values[index % 2 == 0 ? packed[index / 2] >> 4 : packed[index / 2] & 0xF] * absmax[index / blockSize];
}
