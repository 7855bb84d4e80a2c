namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>One small product whose sums are known, before a machine is trusted with others.</summary>
internal static unsafe class TileTrial
{
    private const int Groups = 2;

    /// <summary>Whether a machine gets all sums right.</summary>
    public static bool IsRight(ITileMachine machine)
    {
        var configuration = TileConfiguration.For(TileBlock.RowBytes);
        var activations = new sbyte[Groups * TileBlock.OperandBytes];
        var weights = new sbyte[Groups * TileBlock.OperandBytes];
        for (var i = 0; i < activations.Length; i++)
        {
            activations[i] = (sbyte)((i * 37) ^ (i >> 5));
            weights[i] = (sbyte)((i * 59) ^ (i >> 4));
        }

        var sums = new int[Groups * TileBlock.Sums];
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
                Groups = Groups,
            };
            machine.Run(&arguments);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i] != Sum(activations, weights, i))
            {
                return false;
            }
        }

        return true;
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
