namespace Chameleon.Engine.Tensors;

/// <summary>An 8-bit float: sign, exponent, mantissa. Immutable.</summary>
internal sealed class Float8
{
    private const int Sign = 0x80;

    private readonly int mantissaBits;
    private readonly int leastExponent;
    private readonly byte overflow;
    private readonly byte notANumber;
    private readonly bool signedZero;
    private readonly float[] values = new float[256];

    /// <param name="mantissaBits">Bits of mantissa.</param>
    /// <param name="bias">Exponent bias.</param>
    /// <param name="largest">Code of the largest finite value.</param>
    /// <param name="overflow">Code of what is too large.</param>
    /// <param name="notANumber">Code of NaN.</param>
    /// <param name="signedZero">Whether there is a negative zero.</param>
    private Float8(int mantissaBits, int bias, byte largest, byte overflow, byte notANumber, bool signedZero)
    {
        (this.mantissaBits, leastExponent, this.overflow) = (mantissaBits, 1 - bias, overflow);
        (this.notANumber, this.signedZero) = (notANumber, signedZero);
        for (var code = 0; code < Sign; code++)
        {
            values[code] = code <= largest ? Finite(code) : code == overflow && overflow != notANumber ? float.PositiveInfinity : float.NaN;
            values[code | Sign] = -values[code];
        }

        values[Sign] = signedZero ? values[Sign] : float.NaN;
        LargestCode = largest;
    }

    /// <summary>Four bits of exponent, three of mantissa, no infinity: largest value 448.</summary>
    public static Float8 E4M3 { get; } = new(3, 7, 0x7E, 0x7F, 0x7F, signedZero: true);

    /// <summary>Five bits of exponent, two of mantissa: largest value 57,344.</summary>
    public static Float8 E5M2 { get; } = new(2, 15, 0x7B, 0x7C, 0x7F, signedZero: true);

    /// <summary>As <see cref="E4M3"/> with another bias, neither infinity nor negative zero: largest value 240.</summary>
    public static Float8 E4M3Fnuz { get; } = new(3, 8, 0x7F, 0x80, 0x80, signedZero: false);

    /// <summary>Code of the largest finite value.</summary>
    public byte LargestCode { get; }

    /// <summary>The largest finite value.</summary>
    public float Largest => values[LargestCode];

    /// <summary>The value of a code.</summary>
    public float Decode(byte code) => values[code];

    /// <summary>The code of a value: nearest, ties to even.</summary>
    public byte Encode(float value)
    {
        var sign = float.IsNegative(value) ? Sign : 0;
        if (float.IsNaN(value))
        {
            return (byte)(notANumber | sign);
        }

        var magnitude = MathF.Abs(value);
        var exponent = Math.Max(magnitude == 0 ? leastExponent : Math.Min(MathF.ILogB(magnitude), 127), leastExponent);
        var steps = Math.Round(Math.ScaleB((double)magnitude, mantissaBits - exponent));
        var code = ((exponent - leastExponent) << mantissaBits) + steps;
        if (code > LargestCode)
        {
            return (byte)(overflow | sign);
        }

        return code == 0 && !signedZero ? (byte)0 : (byte)((int)code | sign);
    }

    private float Finite(int code)
    {
        var exponent = code >> mantissaBits;
        var fraction = code & ((1 << mantissaBits) - 1);
        return exponent == 0
            ? MathF.ScaleB(fraction, leastExponent - mantissaBits)
            : MathF.ScaleB(fraction | (1 << mantissaBits), exponent - 1 + leastExponent - mantissaBits);
    }
}
