namespace Chameleon.Engine.Imaging;

/// <summary>The size a picture is brought to: a shorter side that keeps the shape, or an exact width and height.</summary>
/// <param name="ShortestEdge">Length of the shorter side, or null when width and height are given.</param>
/// <param name="Width">Columns, when exact.</param>
/// <param name="Height">Rows, when exact.</param>
public sealed record ResizeTarget(int? ShortestEdge, int Width = 0, int Height = 0)
{
    /// <summary>The size for a picture. The longer side is truncated, in float64, as in transformers.</summary>
    public (long Width, long Height) For(int width, int height)
    {
        if (ShortestEdge is not { } edge)
        {
            return (Width, Height);
        }

        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
        var length = (long)((double)((long)edge * longer) / shorter);
        return width <= height ? (edge, length) : (length, edge);
    }
}
