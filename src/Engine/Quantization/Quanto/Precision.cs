using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Quanto;

/// <summary>quanto computes in the element type of the weights: every single operation rounds to it.</summary>
internal static class Precision
{
    /// <summary>A float32 result of one operation on values of the type, rounded to the type.</summary>
    public static float Round(float value, DType dtype) => dtype switch
    {
        DType.F16 => (float)(Half)value,
        DType.BF16 => FloatConversion.FromBFloat16(FloatConversion.ToBFloat16(value)),
        _ => value,
    };

    /// <summary>Rounds all in place.</summary>
    public static void Round(Span<float> values, DType dtype)
    {
        if (dtype == DType.F32)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value = Round(value, dtype);
        }
    }
}
