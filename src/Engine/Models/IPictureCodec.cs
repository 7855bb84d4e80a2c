using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Models;

/// <summary>Pictures to codes and back, for families whose pictures are tokens. One thread at a time.</summary>
public interface IPictureCodec
{
    /// <summary>Codes of one picture, in raster order.</summary>
    int CodesPerPicture { get; }

    /// <summary>Side in pixels of a decoded picture.</summary>
    int PictureSize { get; }

    /// <summary>The vectors of all codes [codes, width]: close ones look alike. Any thread may read them.</summary>
    ReadOnlyMemory<float> Codebook { get; }

    /// <summary>Whether the checkpoint carries a decoder.</summary>
    bool CanDecode { get; }

    /// <summary>Codes [codesPerPicture] of a processed picture.</summary>
    /// <param name="pixels">Processed values [3, size, size].</param>
    /// <param name="cancellationToken">Takes effect within one level.</param>
    int[] Encode(ReadOnlySpan<float> pixels, CancellationToken cancellationToken = default);

    /// <summary>
    /// The picture of a full set of codes, or of the first of them: missing codes are filled with the first one, as
    /// Meta's viewer does for previews.
    /// </summary>
    PixelImage Decode(ReadOnlySpan<int> codes, CancellationToken cancellationToken = default);
}
