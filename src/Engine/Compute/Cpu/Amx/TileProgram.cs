namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// The function that multiplies tiles, <c>void (TileArguments*)</c>: exact sums of one block, group by group, each stored
/// by itself, as the scales that join them differ. It takes the tiles, and gives them back before it returns. Its code
/// does not depend on where it lies.
/// </summary>
internal static class TileProgram
{
    /// <summary>Tiles 0 to 3 hold sums.</summary>
    public const int FirstActivations = 4;

    public const int FirstWeights = 6;

    private const Register64 Activations = Register64.Rax;
    private const Register64 Weights = Register64.Rcx;
    private const Register64 Sums = Register64.Rdx;
    private const Register64 Stride = Register64.Rsi;
    private const Register64 Arguments = Register64.Rdi;
    private const Register64 Groups = Register64.Rdi; // the last to be read

    /// <summary>The function's code.</summary>
    public static byte[] Assemble()
    {
        var code = new TileAssembler();
        code.Load(Activations, Arguments, Field(0));
        code.LoadTileConfiguration(Activations);
        code.Load(Activations, Arguments, Field(1));
        code.Load(Weights, Arguments, Field(2));
        code.Load(Sums, Arguments, Field(3));
        code.Load(Groups, Arguments, Field(4));
        code.Set(Stride, TileBlock.RowBytes);
        var group = code.Here;
        MultiplyGroup(code);
        code.Advance(Activations, TileBlock.OperandBytes);
        code.Advance(Weights, TileBlock.OperandBytes);
        code.Advance(Sums, TileBlock.Sums * sizeof(int));
        code.Decrement(Groups);
        code.JumpIfNotZero(group);
        code.ReleaseTiles();
        code.Return();
        return code.Code;
    }

    /// <summary>Products begin as soon as the first two operands are there, while the other two are still loaded.</summary>
    private static void MultiplyGroup(TileAssembler code)
    {
        const int Next = TileBlock.TileBytes;
        for (var sums = 0; sums < FirstActivations; sums++)
        {
            code.ClearTile(sums);
        }

        code.LoadTile(FirstActivations, Activations, Stride, 0);
        code.LoadTile(FirstWeights, Weights, Stride, 0);
        code.AddProducts(0, FirstActivations, FirstWeights);
        code.LoadTile(FirstWeights + 1, Weights, Stride, Next);
        code.AddProducts(1, FirstActivations, FirstWeights + 1);
        code.LoadTile(FirstActivations + 1, Activations, Stride, Next);
        code.AddProducts(2, FirstActivations + 1, FirstWeights);
        code.AddProducts(3, FirstActivations + 1, FirstWeights + 1);
        for (var sums = 0; sums < FirstActivations; sums++)
        {
            code.StoreTile(Sums, Stride, sums * Next, sums);
        }
    }

    /// <summary>Offset of a field of <see cref="TileArguments"/>, all of which have 8 bytes.</summary>
    private static int Field(int index) => index * sizeof(long);
}
