using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Models;

/// <summary>
/// A model in memory, of whatever family: all that generation needs to answer a prompt. Members that compute
/// (<see cref="Decoder"/>, <see cref="Codec"/>) belong to one thread at a time; everything else is immutable and
/// thread-safe. Disposing gives all memory back.
/// </summary>
public interface ILoadedModel : IDisposable
{
    /// <summary>What it is and how big.</summary>
    ModelInfo Info { get; }

    /// <summary>Where its weights are.</summary>
    IComputeDevice Device { get; }

    /// <summary>Continues sequences.</summary>
    IDecoder Decoder { get; }

    /// <summary>Pictures to codes and back; null when the checkpoint has no picture part.</summary>
    IPictureCodec? Codec { get; }

    /// <summary>Which ids are picture codes, and which open and close a picture.</summary>
    PictureVocabulary Pictures { get; }

    /// <summary>Ids with a role in the prompt format.</summary>
    SpecialTokens Special { get; }

    /// <summary>Text to ids and back.</summary>
    ITokenizer Tokenizer { get; }

    /// <summary>
    /// Ids of text proper, ascending: neither picture codes nor control, reserved or sentinel tokens. Nothing else can
    /// come up in an answer's text, save the stops.
    /// </summary>
    ReadOnlyMemory<int> TextIds { get; }

    /// <summary>Whether the checkpoint carries a picture decoder and says that its picture rows are trained.</summary>
    bool CanDraw { get; }

    /// <summary>
    /// Pixels [3, size, size] as the picture encoder reads them: resized, cropped and normalised. Thread-safe.
    /// </summary>
    float[] Preprocess(PixelImage picture);

    /// <summary>The same pixels still in bytes: resized and cropped. Thread-safe.</summary>
    PixelImage Prepare(PixelImage picture);
}
