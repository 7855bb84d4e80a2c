namespace Chameleon.Engine.Tensors;

/// <summary>Arithmetic on shapes.</summary>
public static class Shape
{
    /// <summary>Product of the dimensions; 1 for a scalar. Throws <see cref="OverflowException"/> past 2⁶³.</summary>
    public static long Count(ReadOnlySpan<int> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            count = checked(count * dimension);
        }

        return count;
    }

    /// <summary>The shape as people write it: <c>[4096, 11008]</c>.</summary>
    public static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
