using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// What <see cref="ImageGenerationOptions"/> has no member for: an object of this type, given by
/// <see cref="ImageGenerationOptions.RawRepresentationFactory"/>, is where the generator begins. Immutable.
/// </summary>
public sealed record ChameleonImageOptions
{
    /// <summary>
    /// The engine's own options. What is not at its default here stays; the rest is filled in from the options beside it.
    /// Its mode is always a picture.
    /// </summary>
    public GenerationOptions Generation { get; init; } = new();

    /// <summary>
    /// A picture file that is transparent where the one original shall be drawn anew, and as large as that; everything else of
    /// the original stays, down to squares of pixels that a code stands for. The drawing then begins with what stays instead
    /// of seeing the original before the words. Null draws all of the picture.
    /// </summary>
    public DataContent? Mask { get; init; }

    /// <summary>
    /// Told how far the drawing is, and shown its previews (<see cref="ImageGenerationOptions.StreamingCount"/>), in order,
    /// before the result; on threads of the pool. Must not throw.
    /// </summary>
    public IProgress<ImageProgress>? Progress { get; init; }
}
