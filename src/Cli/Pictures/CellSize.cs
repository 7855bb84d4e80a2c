namespace Chameleon.Cli.Pictures;

/// <summary>Pixels of one character cell of the terminal.</summary>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Height">Rows of pixels.</param>
internal readonly record struct CellSize(int Width, int Height)
{
    /// <summary>What most terminals have, for those that do not say.</summary>
    public static CellSize Usual { get; } = new(10, 20);
}
