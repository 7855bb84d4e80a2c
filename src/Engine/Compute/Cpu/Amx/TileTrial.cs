namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>One small product whose sums are known, before a machine is trusted with others.</summary>
internal static unsafe class TileTrial
{
    private const int Groups = 2;

    /// <summary>Whether a machine gets all sums right.</summary>
    public static bool IsRight(ITileMachine machine)
    {
        var activations = new sbyte[Groups * TileBlock.OperandBytes];
        var weights = new sbyte[Groups * TileBlock.OperandBytes];
        for (var i = 0; i < activations.Length; i++)
        {
            activations[i] = (sbyte)((i * 37) ^ (i >> 5));
            weights[i] = (sbyte)((i * 59) ^ (i >> 4));
        }

        var sums = SumsOf(machine, TileBlock.RowBytes, activations, weights);
        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i] != Sum(activations, weights, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sums that a machine makes of operands, which lie wherever the collector put them.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="groupLength">Inner indices of a group.</param>
    /// <param name="activations">Whole operands, one for each group.</param>
    /// <param name="weights">As many.</param>
    public static int[] SumsOf(ITileMachine machine, int groupLength, sbyte[] activations, sbyte[] weights)
    {
        var groups = activations.Length / TileBlock.OperandBytes;
        var configuration = TileConfiguration.For(groupLength);
        var sums = new int[groups * TileBlock.Sums];
        fixed (sbyte* left = activations)
        fixed (sbyte* right = weights)
        fixed (int* result = sums)
        {
            var arguments = new TileArguments
            {
                Configuration = &configuration,
                Activations = left,
                Weights = right,
                Sums = result,
                Groups = groups,
            };
            machine.Run(&arguments);
        }

        return sums;
    }

    private static int Sum(sbyte[] activations, sbyte[] weights, int index)
    {
        var (tile, within) = Math.DivRem(index, TileBlock.Side * TileBlock.Side);
        var (group, pair) = Math.DivRem(tile, TileBlock.Tiles * TileBlock.Tiles);
        var row = (((((group * TileBlock.Tiles) + (pair / TileBlock.Tiles)) * TileBlock.Side) + (within / TileBlock.Side)) * TileBlock.RowBytes);
        var column = (((group * TileBlock.Tiles) + (pair % TileBlock.Tiles)) * TileBlock.TileBytes) + (within % TileBlock.Side * sizeof(int));
        var sum = 0;
        for (var k = 0; k < TileBlock.RowBytes; k++)
        {
            sum += activations[row + k] * weights[column + (k / sizeof(int) * TileBlock.RowBytes) + (k % sizeof(int))];
        }

        return sum;
    }
}
