using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>How far a drawing is. Immutable.</summary>
/// <param name="Picture">Which of the request's pictures, from 0; they grow side by side.</param>
/// <param name="Pictures">How many there will be.</param>
/// <param name="Done">Codes of this picture so far.</param>
/// <param name="Total">Codes of a whole picture.</param>
/// <param name="Preview">What it looks like, in the model's own size, where a preview was asked for; null otherwise.</param>
public sealed record ImageProgress(int Picture, int Pictures, int Done, int Total, PixelImage? Preview)
{
    /// <summary>While it waits: requests that start before it; 0: it is the next. Null once it is drawn.</summary>
    public int? Ahead { get; init; }
}
