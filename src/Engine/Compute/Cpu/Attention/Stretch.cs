using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Tokens are attended to in stretches of 64 from the first on. The running maximum and sums change at the end of a
/// stretch and nowhere else, so a row's result depends on its own tokens alone: not on the rows beside it, on the cut
/// of a prompt into passes, or on the size of a cache block.
/// </summary>
internal static unsafe class Stretch
{
    /// <summary>Tokens of a stretch.</summary>
    public const int Tokens = 64;

    /// <summary>The keys of a stretch next to each other: where they lie, if they do, or copied.</summary>
    /// <param name="rows">Where they are.</param>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="copy">[count, headDim].</param>
    public static float* Keys<TRows>(TRows rows, int start, int count, int headDim, float* copy)
        where TRows : struct, IKeyValueRows
    {
        var segment = rows.Segment(start, count, out var keys, out _);
        if (segment == count)
        {
            return keys;
        }

        for (var done = 0; done < count; done += segment)
        {
            segment = rows.Segment(start + done, count - done, out keys, out _);
            var target = new Span<float>(copy + ((nint)done * headDim), segment * headDim);
            new ReadOnlySpan<float>(keys, target.Length).CopyTo(target);
        }

        return copy;
    }

    /// <summary>The values of a stretch, transposed.</summary>
    /// <param name="rows">Where they are.</param>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="headDim">Length of a value.</param>
    /// <param name="transposed">[headDim, <see cref="Tokens"/>].</param>
    public static void TransposeValues<TRows>(TRows rows, int start, int count, int headDim, float* transposed)
        where TRows : struct, IKeyValueRows
    {
        int segment;
        for (var done = 0; done < count; done += segment)
        {
            segment = rows.Segment(start + done, count - done, out _, out var values);
            Transpose(values, segment, headDim, transposed + done);
        }
    }

    private static void Transpose(float* values, int count, int headDim, float* transposed)
    {
        var token = 0;
        for (; token <= count - 4; token += 4)
        {
            var v = values + ((nint)token * headDim);
            for (nint d = 0; d < headDim; d++)
            {
                Vector128.Create(v[d], v[headDim + d], v[(2 * headDim) + d], v[(3 * headDim) + d])
                    .Store(transposed + (d * Tokens) + token);
            }
        }

        for (; token < count; token++)
        {
            for (nint d = 0; d < headDim; d++)
            {
                transposed[(d * Tokens) + token] = values[((nint)token * headDim) + d];
            }
        }
    }
}
