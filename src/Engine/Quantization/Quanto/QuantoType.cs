using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Quanto;

/// <summary>A weight type of optimum-quanto. Immutable.</summary>
internal sealed class QuantoType
{
    private QuantoType(string name, int bits, Float8? format = null) => (Name, Bits, Format) = (name, bits, format);

    public static QuantoType Int8 { get; } = new("qint8", 8);

    public static QuantoType Int4 { get; } = new("qint4", 4);

    public static QuantoType Int2 { get; } = new("qint2", 2);

    public static QuantoType Float8E4M3 { get; } = new("qfloat8_e4m3fn", 8, Float8.E4M3);

    public static QuantoType Float8E5M2 { get; } = new("qfloat8_e5m2", 8, Float8.E5M2);

    public static QuantoType Float8E4M3Fnuz { get; } = new("qfloat8_e4m3fnuz", 8, Float8.E4M3Fnuz);

    public static IReadOnlyList<QuantoType> All { get; } = [Int8, Int4, Int2, Float8E4M3, Float8E5M2, Float8E4M3Fnuz];

    /// <summary>As <c>quanto_qmap.json</c> calls it.</summary>
    public string Name { get; }

    /// <summary>Bits of a code.</summary>
    public int Bits { get; }

    /// <summary>The float that codes are; null for integers.</summary>
    public Float8? Format { get; }

    /// <summary>Whether a group has a shift beside its scale, and codes share bytes.</summary>
    public bool IsPacked => Bits < 8;

    /// <summary>What a row's magnitude is divided by for its scale; of types that are not packed.</summary>
    public float Largest => Format?.Largest ?? 127;

    /// <summary>
    /// Elements of a group as the reference's linear layer chooses them: 128, or the largest of 96, 64 and 32 that divides
    /// a row of more than 128; otherwise the whole row.
    /// </summary>
    public static int GroupSize(int inFeatures)
    {
        if (inFeatures > 128)
        {
            for (var size = 128; size > 0; size -= 32)
            {
                if (inFeatures % size == 0)
                {
                    return size;
                }
            }
        }

        return inFeatures;
    }
}
