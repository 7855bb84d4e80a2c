using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Quantization;

/// <summary>What every codec asks of a run of values.</summary>
internal static class Spans
{
    /// <summary>Largest magnitude, 0 for none; not finite if one of the values is not.</summary>
    public static float MaxMagnitude(ReadOnlySpan<float> values)
    {
        var most = 0f;
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        if (!vectors.IsEmpty)
        {
            var lanes = Vector256<float>.Zero;
            foreach (var vector in vectors)
            {
                lanes = Vector256.Max(lanes, Vector256.Abs(vector));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                most = MathF.Max(most, lanes[lane]);
            }
        }

        foreach (var value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            most = MathF.Max(most, MathF.Abs(value));
        }

        return most;
    }

    /// <summary>Smallest and largest of at least one value.</summary>
    public static (float Least, float Most) Range(ReadOnlySpan<float> values)
    {
        var (least, most) = (values[0], values[0]);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        if (!vectors.IsEmpty)
        {
            var (low, high) = (vectors[0], vectors[0]);
            foreach (var vector in vectors)
            {
                (low, high) = (Vector256.Min(low, vector), Vector256.Max(high, vector));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                (least, most) = (MathF.Min(least, low[lane]), MathF.Max(most, high[lane]));
            }
        }

        foreach (var value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            (least, most) = (MathF.Min(least, value), MathF.Max(most, value));
        }

        return (least, most);
    }

    /// <summary>destination[i] = values[i] · factor.</summary>
    public static void Multiply(ReadOnlySpan<float> values, float factor, Span<float> destination)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(destination);
        for (var i = 0; i < vectors.Length; i++)
        {
            results[i] = vectors[i] * factor;
        }

        for (var i = vectors.Length * Vector256<float>.Count; i < values.Length; i++)
        {
            destination[i] = values[i] * factor;
        }
    }

    /// <summary>destination[i] = values[i] / divisor.</summary>
    public static void Divide(ReadOnlySpan<float> values, float divisor, Span<float> destination)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(destination);
        for (var i = 0; i < vectors.Length; i++)
        {
            results[i] = vectors[i] / divisor;
        }

        for (var i = vectors.Length * Vector256<float>.Count; i < values.Length; i++)
        {
            destination[i] = values[i] / divisor;
        }
    }

    /// <summary>destination[i] = values[i] + addend.</summary>
    public static void Add(ReadOnlySpan<float> values, float addend, Span<float> destination)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(destination);
        for (var i = 0; i < vectors.Length; i++)
        {
            results[i] = vectors[i] + Vector256.Create(addend);
        }

        for (var i = vectors.Length * Vector256<float>.Count; i < values.Length; i++)
        {
            destination[i] = values[i] + addend;
        }
    }

    /// <summary>destination[i] = values[i] rounded, ties to even, and clamped to [least, most]; 0 for NaN.</summary>
    public static void RoundToBytes(ReadOnlySpan<float> values, float least, float most, Span<byte> destination)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var quads = vectors.Length / 4;
        for (var i = 0; i < quads; i++)
        {
            var (low, high) = (Vector256.Create(least), Vector256.Create(most));
            var first = Vector256.Narrow(Rounded(vectors[4 * i], low, high), Rounded(vectors[(4 * i) + 1], low, high));
            var second = Vector256.Narrow(Rounded(vectors[(4 * i) + 2], low, high), Rounded(vectors[(4 * i) + 3], low, high));
            Vector256.Narrow(first, second).AsByte().CopyTo(destination[(i * Vector256<byte>.Count)..]);
        }

        for (var i = quads * Vector256<byte>.Count; i < values.Length; i++)
        {
            var value = Math.Clamp(MathF.Round(values[i]), least, most);
            destination[i] = float.IsNaN(value) ? (byte)0 : unchecked((byte)(int)value);
        }
    }

    /// <summary>destination[i] = values[i] rounded, ties to even, and clamped to [−most, most]; 0 for NaN.</summary>
    public static void RoundToWords(ReadOnlySpan<float> values, float most, Span<short> destination)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var pairs = vectors.Length / 2;
        for (var i = 0; i < pairs; i++)
        {
            var (low, high) = (Vector256.Create(-most), Vector256.Create(most));
            Vector256.Narrow(Rounded(vectors[2 * i], low, high), Rounded(vectors[(2 * i) + 1], low, high)).CopyTo(destination[(i * Vector256<short>.Count)..]);
        }

        for (var i = pairs * Vector256<short>.Count; i < values.Length; i++)
        {
            var value = Math.Clamp(MathF.Round(values[i]), -most, most);
            destination[i] = float.IsNaN(value) ? (short)0 : (short)value;
        }
    }

    private static Vector256<int> Rounded(Vector256<float> values, Vector256<float> least, Vector256<float> most)
    {
        var clamped = Vector256.Min(Vector256.Max(Vector256.Round(values), least), most);
        return Vector256.ConvertToInt32(clamped & Vector256.Equals(values, values));
    }
}
