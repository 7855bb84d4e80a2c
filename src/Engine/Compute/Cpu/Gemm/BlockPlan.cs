namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>How a product of many rows is cut into jobs.</summary>
/// <param name="BlockRows">Rows of a job.</param>
/// <param name="GroupPanels">Panels of a job.</param>
/// <param name="JobCount">Blocks of rows times groups of panels.</param>
/// <param name="PanelGroups">Groups of panels.</param>
internal readonly record struct BlockPlan(int BlockRows, int GroupPanels, int JobCount, int PanelGroups)
{
    /// <summary>Most rows of a block: with <see cref="StretchDepth"/>, a third of a second-level cache of 512 KiB.</summary>
    public const int MaxBlockRows = 168;

    /// <summary>Inner indices of a stretch: a panel's stretch and a tile's rows share a first-level cache of 32 KiB.</summary>
    public const int StretchDepth = 384;

    /// <summary>Elements from one copied row to the next: a line more than the stretch, so that rows fall into different sets.</summary>
    public const int InputStride = StretchDepth + 16;

    /// <summary>A job repeats the copying of its rows; over this many panels that costs next to nothing.</summary>
    private const int MinGroupPanels = 16;

    /// <summary>Floats that one job works in, for so many columns of a tile: rows, and a stretch of panels with its factors.</summary>
    public static int ScratchFloats(int tileColumns) => (MaxBlockRows * InputStride) + StretchFloats(tileColumns);

    /// <summary>Floats of a stretch of panels with its factors.</summary>
    public static int StretchFloats(int tileColumns) => StretchDepth * tileColumns * 9 / 8;

    /// <summary>Cuts a product into jobs of like size, by rows as long as these suffice for all threads.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="panels">Panels of the weight.</param>
    /// <param name="threads">Threads to feed.</param>
    /// <param name="tileRows">Rows of a tile.</param>
    /// <param name="tilePanels">Panels of a tile.</param>
    public static BlockPlan For(int rows, int panels, int threads, int tileRows, int tilePanels)
    {
        var blocks = DivideUp(rows, MaxBlockRows);
        var groups = 1;
        if (blocks < 2 * threads)
        {
            groups = Math.Clamp(DivideUp(4 * threads, blocks), 1, Math.Max(1, panels / MinGroupPanels));
        }

        if (groups == 1)
        {
            blocks = DivideUp(blocks, threads) * threads;
        }

        var blockRows = DivideUp(DivideUp(rows, blocks), tileRows) * tileRows;
        var groupPanels = DivideUp(DivideUp(panels, groups), tilePanels) * tilePanels;
        groups = DivideUp(panels, groupPanels);
        return new BlockPlan(blockRows, groupPanels, DivideUp(rows, blockRows) * groups, groups);
    }

    private static int DivideUp(int value, int divisor) => ((value - 1) / divisor) + 1;
}
