using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>Rows of activations as whole numbers from −127 to 127, with a scale for each group of neighbours.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="width">Length of a row, a multiple of 4.</param>
/// <param name="groupLength">Activations of a group, a multiple of 4; the last group of a row may have fewer.</param>
/// <param name="memory">At least <see cref="FloatsFor"/>.</param>
internal readonly unsafe struct Int8Activations(int rows, int width, int groupLength, float* memory)
{
    /// <summary>Most activations of a group.</summary>
    public const int MaxGroupLength = 64;

    private const float Largest = 127;

    public int Rows { get; } = rows;

    public int Width { get; } = width;

    public int GroupLength { get; } = groupLength;

    /// <summary>[rows, groups].</summary>
    public float* Scales { get; } = memory;

    /// <summary>[rows, width].</summary>
    public sbyte* Codes { get; } = (sbyte*)(memory + ((long)rows * GroupsOf(width, groupLength)));

    public int Groups => GroupsOf(Width, GroupLength);

    /// <summary>float32 values that codes and scales take together.</summary>
    public static long FloatsFor(int rows, int width, int groupLength) => (long)rows * (GroupsOf(width, groupLength) + (width / sizeof(float)));

    /// <summary>Quantises one row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="source">Its values.</param>
    /// <param name="factor">What scales are multiplied by, so that it need not be done for every weight.</param>
    public void Quantize(int row, ReadOnlySpan<float> source, float factor)
    {
        Span<float> scaled = stackalloc float[MaxGroupLength];
        var scale = Scales + ((long)row * Groups);
        var codes = new Span<byte>(Codes + ((long)row * Width), Width);
        for (var start = 0; start < Width; start += GroupLength, scale++)
        {
            var group = source.Slice(start, Math.Min(GroupLength, Width - start));
            var most = Spans.MaxMagnitude(group);

            // Infinity and NaN become codes of zero with a scale that is not finite, and so NaN in the result.
            var target = scaled[..group.Length];
            Spans.Multiply(group, most > 0 && float.IsFinite(most) ? Largest / most : 0, target);
            Spans.RoundToBytes(target, -Largest, Largest, codes.Slice(start, group.Length));
            *scale = most / Largest * factor;
        }
    }

    private static int GroupsOf(int width, int groupLength) => ((width - 1) / groupLength) + 1;
}
