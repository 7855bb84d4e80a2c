using Chameleon.Engine.Compute.Cpu.Integer;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>Rows of whole numbers of 8 bits, cut into tiles: [blocks of 32 rows, groups, 2 tiles, 16 rows, 64 bytes].</summary>
/// <param name="source">The rows.</param>
/// <param name="memory">At least <see cref="FloatsFor"/>, of any content: rows that do not exist keep it, their sums are nobody's.</param>
internal readonly unsafe struct TileActivations(IntegerActivations source, float* memory)
{
    /// <summary>Blocks of rows.</summary>
    public int Blocks => BlocksOf(source);

    /// <summary>float32 values that the tiles take.</summary>
    public static long FloatsFor(IntegerActivations source) => (long)BlocksOf(source) * source.Groups * TileBlock.OperandBytes / sizeof(float);

    /// <summary>The tiles of a block, from a group on.</summary>
    public sbyte* Tiles(int block, int group) => (sbyte*)memory + ((((nint)block * source.Groups) + group) * TileBlock.OperandBytes);

    /// <summary>Cuts the rows of one block.</summary>
    public void Cut(int block)
    {
        var first = block * TileBlock.Rows;
        for (var row = first; row < Math.Min(first + TileBlock.Rows, source.Rows); row++)
        {
            var numbers = new ReadOnlySpan<sbyte>(source.Codes(row), source.Width);
            for (var group = 0; group < source.Groups; group++)
            {
                var target = new Span<sbyte>(Tiles(block, group) + ((row - first) * TileBlock.RowBytes), source.GroupLength);
                var length = Math.Min(source.GroupLength, numbers.Length);
                numbers[..length].CopyTo(target);
                target[length..].Clear(); // of a last group that is shorter: what weights stand there does not matter then
                numbers = numbers[length..];
            }
        }
    }

    private static int BlocksOf(IntegerActivations source) => ((source.Rows - 1) / TileBlock.Rows) + 1;
}
