namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>Whole pixels of a picture: columns from X, rows from Y.</summary>
internal readonly record struct PixelWindow(int X, int Y, int Width, int Height);
