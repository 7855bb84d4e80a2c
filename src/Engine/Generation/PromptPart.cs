using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Generation;

/// <summary>One piece of a prompt. A prompt is a list of them, in the order in which the model shall read them.</summary>
public abstract record PromptPart
{
    private PromptPart()
    {
    }

    /// <summary>Text. Control tokens written in it are plain characters.</summary>
    /// <param name="Value">Any string; lone surrogates become U+FFFD.</param>
    public sealed record Text(string Value) : PromptPart;

    /// <summary>A picture, still to be encoded.</summary>
    /// <param name="Pixels">Decoded pixels of any size.</param>
    public sealed record Picture(PixelImage Pixels) : PromptPart;

    /// <summary>A picture that is known by its codes: what the model drew before, or a cached encoding.</summary>
    /// <param name="Codes">All codes of a picture, in raster order.</param>
    public sealed record PictureCodes(IReadOnlyList<int> Codes) : PromptPart;

    /// <summary>The end of somebody's turn.</summary>
    public sealed record EndOfTurn : PromptPart;

    /// <summary>Ids taken as they are; for callers who know what they do.</summary>
    /// <param name="Value">Ids below the vocabulary's size.</param>
    public sealed record Ids(IReadOnlyList<int> Value) : PromptPart;
}
