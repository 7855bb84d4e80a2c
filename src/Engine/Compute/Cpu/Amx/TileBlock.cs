namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Sizes of what is multiplied at a time: two tiles of activations by two of weights, so that each loaded tile is used
/// twice and all eight registers are.
/// </summary>
internal static class TileBlock
{
    /// <summary>Rows of a tile, and columns of a tile of sums.</summary>
    public const int Side = 16;

    /// <summary>From one row of a tile to the next.</summary>
    public const int RowBytes = 64;

    public const int TileBytes = Side * RowBytes;

    /// <summary>Tiles of activations, and of weights.</summary>
    public const int Tiles = 2;

    /// <summary>Rows of activations, and of weights.</summary>
    public const int Rows = Tiles * Side;

    /// <summary>The activations, or the weights, of one group.</summary>
    public const int OperandBytes = Tiles * TileBytes;

    /// <summary>Sums of one group.</summary>
    public const int Sums = Rows * Rows;
}
