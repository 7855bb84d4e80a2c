using Chameleon.Engine;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>From a picture that a caller gave to the codes that the model reads. Thread-safe.</summary>
/// <param name="maxBytes">Largest file.</param>
/// <param name="fetcher">Brings what is behind an address; null refuses addresses.</param>
internal sealed class PictureReader(int maxBytes, IPictureFetcher? fetcher)
{
    private readonly PictureMemory memory = new();
    private readonly ImageDecodeOptions decoding = new() { MaxBytes = maxBytes };

    /// <summary>The codes of several pictures, in their order; whatever is too large is refused before any is read.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="engine">Encodes what is not known yet.</param>
    /// <param name="scope">Who may share what is remembered; null for nobody.</param>
    /// <param name="cancellationToken">Takes effect within a few rows of pixels, or one level of the encoder.</param>
    /// <exception cref="ImageFormatException">A file is not read; of several pictures its number is told.</exception>
    public async Task<IReadOnlyList<int>[]> ReadAllAsync(
        IReadOnlyList<PictureSource> pictures, ChameleonEngine engine, string? scope, CancellationToken cancellationToken)
    {
        var codes = new IReadOnlyList<int>[pictures.Count];
        var number = 0;
        try
        {
            for (number = 1; number <= codes.Length; number++)
            {
                CheckSize(pictures[number - 1].Content?.Data.Length ?? 0);
            }

            for (number = 1; number <= codes.Length; number++)
            {
                codes[number - 1] = await ReadAsync(pictures[number - 1], engine, scope, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ImageFormatException error) when (codes.Length > 1)
        {
            throw ChatThrow.PictureOfSeveral(number, codes.Length, error);
        }

        return codes;
    }

    /// <summary>The codes of a picture, in raster order.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="engine">Encodes what is not known yet.</param>
    /// <param name="scope">Who may share what is remembered; null for nobody.</param>
    /// <param name="cancellationToken">Takes effect within a few rows of pixels, or one level of the encoder.</param>
    /// <exception cref="ImageFormatException">The file is not read.</exception>
    /// <exception cref="NotSupportedException">It is behind an address, and addresses are not fetched.</exception>
    public async ValueTask<IReadOnlyList<int>> ReadAsync(PictureSource picture, ChameleonEngine engine, string? scope, CancellationToken cancellationToken)
    {
        var file = picture.Content?.Data ?? await BytesAsync(picture.Address!, cancellationToken).ConfigureAwait(false);
        if (picture.IsAssistants && DrawnCodes(file.Span, engine) is { } drawn)
        {
            return drawn;
        }

        if (memory.Find(picture.Content, file.Span, scope) is { } known)
        {
            return known;
        }

        var pixels = ImageDecoder.Decode(file.Span, decoding, cancellationToken);
        var codes = await engine.EncodeAsync(pixels, cancellationToken).ConfigureAwait(false);
        memory.Add(picture.Content, file.Span, scope, codes);
        return codes;
    }

    /// <summary>The codes that a picture says it was drawn with, if they are this model's.</summary>
    private static IReadOnlyList<int>? DrawnCodes(ReadOnlySpan<byte> file, ChameleonEngine engine)
    {
        var info = engine.Info;
        return PictureNotes.Read(file) is { Codes: { } codes, Tokenizer: { } tokenizer }
            && tokenizer == info.PictureFingerprint
            && codes.Count == info.CodesPerPicture
            && codes.All(code => code < info.CodebookSize)
                ? codes
                : null;
    }

    private async ValueTask<byte[]> BytesAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.Scheme == "data")
        {
            return DataUri.Decode(address.OriginalString, maxBytes);
        }

        var file = await fetcher!.FetchAsync(address, cancellationToken).ConfigureAwait(false);
        CheckSize(file.Length);
        return file;
    }

    private void CheckSize(int bytes)
    {
        if (bytes > maxBytes)
        {
            throw ChatThrow.PictureTooLarge(bytes, maxBytes);
        }
    }
}
