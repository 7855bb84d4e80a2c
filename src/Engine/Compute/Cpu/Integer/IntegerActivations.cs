using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>Rows of activations as whole numbers, with a scale for each group of neighbours.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="width">Length of a row, a multiple of 4.</param>
/// <param name="groupLength">Activations of a group, a multiple of 4; the last group of a row may have fewer.</param>
/// <param name="largest">Largest magnitude of a number.</param>
/// <param name="codeBytes">Bytes of a number: 1 or 2.</param>
/// <param name="memory">At least <see cref="FloatsFor"/>.</param>
internal readonly unsafe struct IntegerActivations(int rows, int width, int groupLength, short largest, int codeBytes, float* memory)
{
    /// <summary>Most activations of a group.</summary>
    public const int MaxGroupLength = 64;

    private const int LineBytes = 64;

    private readonly byte* codes = (byte*)(memory + ((long)rows * GroupsOf(width, groupLength)));
    private readonly float* scales = memory;

    public int Rows { get; } = rows;

    public int Width { get; } = width;

    public int GroupLength { get; } = groupLength;

    public int Groups => GroupsOf(Width, GroupLength);

    /// <summary>Bytes from one row's numbers to the next's.</summary>
    public nint RowBytes => RowBytesOf(Width, codeBytes);

    /// <summary>float32 values that numbers and scales take together.</summary>
    public static long FloatsFor(int rows, int width, int groupLength, int codeBytes) =>
        rows * (GroupsOf(width, groupLength) + (long)(RowBytesOf(width, codeBytes) / sizeof(float)));

    /// <summary>The numbers of a row.</summary>
    public byte* Codes(int row) => codes + (row * RowBytes);

    /// <summary>The scales of a row's groups, beside which the next row's lie.</summary>
    public float* Scales(int row) => scales + ((nint)row * Groups);

    /// <summary>Quantises one row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="source">Its values.</param>
    /// <param name="factor">What scales are multiplied by, so that it need not be done for every weight.</param>
    public void Quantize(int row, ReadOnlySpan<float> source, float factor)
    {
        Span<float> scaled = stackalloc float[MaxGroupLength];
        var scale = Scales(row);
        var code = Codes(row);
        for (var start = 0; start < Width; start += GroupLength, scale++)
        {
            var group = source.Slice(start, Math.Min(GroupLength, Width - start));
            var most = Spans.MaxMagnitude(group);

            // Infinity and NaN become numbers of zero with a scale that is not finite, and so NaN in the result.
            var target = scaled[..group.Length];
            Spans.Multiply(group, most > 0 && float.IsFinite(most) ? largest / most : 0, target);
            if (codeBytes == sizeof(short))
            {
                Spans.RoundToWords(target, largest, new Span<short>(code, group.Length));
            }
            else
            {
                Spans.RoundToBytes(target, -largest, largest, new Span<byte>(code, group.Length));
            }

            code += group.Length * codeBytes;
            *scale = most / largest * factor;
        }
    }

    private static int GroupsOf(int width, int groupLength) => ((width - 1) / groupLength) + 1;

    /// <summary>A line more than they take: neighbouring rows fall into different sets of a cache.</summary>
    private static nint RowBytesOf(int width, int codeBytes) => (((((nint)width * codeBytes) - 1) / LineBytes) + 2) * LineBytes;
}
