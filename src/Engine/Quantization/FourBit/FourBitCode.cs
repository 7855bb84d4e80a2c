namespace Chameleon.Engine.Quantization.FourBit;

/// <summary>
/// A table of sixteen values for blocks scaled to [−1, 1], and the rule that picks one: a value's rank is the number of
/// bounds strictly below it, so ties go down. Immutable.
/// </summary>
internal sealed class FourBitCode
{
    public const int Count = 16;

    private readonly float[] values;
    private readonly float[] bounds;
    private readonly byte[] nibbleOfRank;

    private FourBitCode(string name, float[] values, byte[] nibbleOfRank)
    {
        (Name, this.values, this.nibbleOfRank) = (name, values, nibbleOfRank);
        bounds = new float[Count - 1];
        for (var rank = 0; rank < bounds.Length; rank++)
        {
            bounds[rank] = (float)(((double)values[nibbleOfRank[rank]] + values[nibbleOfRank[rank + 1]]) / 2);
        }
    }

    /// <summary>NormalFloat: quantiles of the normal distribution.</summary>
    public static FourBitCode Nf4 { get; } = new(
        "nf4",
        [
            -1f, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f, -0.18477343f, -0.091050036f, 0f,
            0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f, 1f,
        ],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

    /// <summary>A float of one sign, two exponent bits and one bit of mantissa; 0 and 8 are both zero.</summary>
    public static FourBitCode Fp4 { get; } = new(
        "fp4",
        [
            0f, 0.0625f / 12, 8f / 12, 1f, 4f / 12, 6f / 12, 2f / 12, 3f / 12,
            0f, -0.0625f / 12, -8f / 12, -1f, -4f / 12, -6f / 12, -2f / 12, -3f / 12,
        ],
        [11, 10, 13, 12, 15, 14, 9, 0, 8, 1, 6, 7, 4, 5, 2, 3]);

    /// <summary>As checkpoints call it.</summary>
    public string Name { get; }

    /// <summary>The value of each nibble.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The middle between each two neighbouring values, ascending.</summary>
    public ReadOnlySpan<float> Bounds => bounds;

    /// <summary>The nibble of the lowest value, the next one, and so on.</summary>
    public ReadOnlySpan<byte> NibbleOfRank => nibbleOfRank;

    /// <summary>The nibble of a scaled value.</summary>
    public byte Nibble(float scaled)
    {
        var rank = 0;
        foreach (var bound in bounds)
        {
            rank += scaled > bound ? 1 : 0;
        }

        return nibbleOfRank[rank];
    }
}
