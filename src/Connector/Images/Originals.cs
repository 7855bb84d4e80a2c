using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>The pictures that a drawing starts from, and the prompt that they make: they stand before the words.</summary>
/// <param name="fetcher">Brings what is behind an address; null refuses addresses.</param>
internal sealed class Originals(IPictureFetcher? fetcher)
{
    /// <summary>Stands for a picture that is still to be decoded.</summary>
    private static readonly PromptPart Unread = new PromptPart.Picture(new PixelImage(1, 1, new byte[3]));

    private readonly PictureReader reader = new(ImageDecodeOptions.Upload.MaxBytes, fetcher);

    /// <summary>The prompt of a request, checked before any picture is decoded.</summary>
    /// <param name="request">What to draw; its pictures are enumerated once.</param>
    /// <param name="options">How.</param>
    /// <param name="engine">Checks, and encodes.</param>
    /// <param name="cancellationToken">Takes effect within a few rows of pixels, or one level of the encoder.</param>
    /// <exception cref="ArgumentException">There is nothing to draw.</exception>
    /// <exception cref="NotSupportedException">Something is no picture, or an address that is not fetched.</exception>
    /// <exception cref="GenerationException">It cannot be drawn.</exception>
    /// <exception cref="ImageFormatException">A picture is not read; of several its number is told.</exception>
    public async Task<IReadOnlyList<PromptPart>> ReadAsync(
        ImageGenerationRequest request, GenerationOptions options, ChameleonEngine engine, CancellationToken cancellationToken)
    {
        PictureSource[] sources = [.. (request.OriginalImages ?? []).Take(ChameleonImageGenerator.MaxOriginals + 1).Select(Source)];
        if (sources.Length > ChameleonImageGenerator.MaxOriginals)
        {
            throw ImageThrow.TooManyOriginals();
        }

        if (sources.Length == 0 && string.IsNullOrWhiteSpace(request.Prompt))
        {
            throw ImageThrow.NothingToDraw();
        }

        PromptPart[] words = string.IsNullOrEmpty(request.Prompt) ? [new PromptPart.EndOfTurn()] : [new PromptPart.Text(request.Prompt), new PromptPart.EndOfTurn()];
        engine.Check([.. sources.Select(_ => Unread), .. words], options);
        var pictures = await reader.ReadAllAsync(sources, engine, options.CacheScope, cancellationToken).ConfigureAwait(false);
        return [.. pictures.Select(codes => new PromptPart.PictureCodes(codes)), .. words];
    }

    private PictureSource Source(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") || data.MediaType == "application/octet-stream" =>
            new PictureSource(data, Address: null, IsAssistants: false),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "data" } address } => new PictureSource(Content: null, address, IsAssistants: false),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "http" or "https" } address } =>
            fetcher is null ? throw ImageThrow.RemoteOriginal() : new PictureSource(Content: null, address, IsAssistants: false),
        _ => throw ImageThrow.Original(content),
    };
}
