namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Tokens are attended to in stretches of 128 from the first on. The running maximum and sums change at the end of a
/// stretch and nowhere else, so a row's result depends on its own tokens alone: not on the rows beside it, on the cut
/// of a prompt into passes, or on the size of a cache block.
/// </summary>
internal static unsafe class Stretch
{
    /// <summary>Tokens of a stretch.</summary>
    public const int Tokens = 128;

    /// <summary>The keys of a stretch next to each other: where they lie, if they do, or copied.</summary>
    /// <param name="rows">Where they are.</param>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="copy">[count, headDim].</param>
    public static float* Keys<TRows>(TRows rows, int start, int count, int headDim, float* copy)
        where TRows : struct, IKeyValueRows
    {
        var segment = rows.Keys(start, count, out var keys);
        if (segment == count)
        {
            return keys;
        }

        for (var done = 0; done < count; done += segment)
        {
            segment = rows.Keys(start + done, count - done, out keys);
            var target = new Span<float>(copy + ((nint)done * headDim), segment * headDim);
            new ReadOnlySpan<float>(keys, target.Length).CopyTo(target);
        }

        return copy;
    }

    /// <summary>Copies the values of a stretch.</summary>
    /// <param name="rows">Where they are.</param>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="headDim">Length of a value.</param>
    /// <param name="copy">[count, stride].</param>
    /// <param name="stride">Elements from one value to the next.</param>
    public static void CopyValues<TRows>(TRows rows, int start, int count, int headDim, float* copy, nint stride)
        where TRows : struct, IKeyValueRows
    {
        int segment;
        for (var done = 0; done < count; done += segment)
        {
            segment = rows.Values(start + done, count - done, out var values);
            for (nint t = 0; t < segment; t++)
            {
                new ReadOnlySpan<float>(values + (t * headDim), headDim).CopyTo(new Span<float>(copy + ((done + t) * stride), headDim));
            }
        }
    }
}
