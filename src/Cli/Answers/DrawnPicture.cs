using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Answers;

/// <summary>A picture that a model drew.</summary>
/// <param name="Pixels">What it looks like.</param>
/// <param name="Codes">Its codes, in raster order.</param>
/// <param name="File">Where it was saved.</param>
internal sealed record DrawnPicture(PixelImage Pixels, IReadOnlyList<int> Codes, string File);
