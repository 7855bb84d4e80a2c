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
    /// Told how far the drawing is, and shown its previews (<see cref="ImageGenerationOptions.StreamingCount"/>), in order,
    /// before the result; on threads of the pool. Must not throw.
    /// </summary>
    public IProgress<ImageProgress>? Progress { get; init; }
}
