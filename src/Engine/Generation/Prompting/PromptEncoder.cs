using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Prompting;

/// <summary>Encodes a request's pictures, one at a time, until its prompt is all ids. Engine thread only.</summary>
internal sealed class PromptEncoder(ILoadedModel model, PromptFormat format)
{
    private const int RememberedPictures = 256;
    private readonly PictureCodeCache remembered = new(RememberedPictures);

    /// <summary>Goes on with a request's prompt.</summary>
    /// <returns>True when it is all ids; false when a picture was encoded and more may be to do.</returns>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public bool TryFinish(GenerationRequest request)
    {
        while (request.SegmentsDone < request.Draft.Segments.Count)
        {
            var segment = request.Draft.Segments[request.SegmentsDone];
            var ids = segment.Ids;
            var encoded = false;
            if (segment.Picture is { } picture)
            {
                ids = format.Picture(Codes(picture, request, out encoded));
            }

            request.Prompt.AddRange(ids!);
            request.SegmentsDone++;
            if (encoded)
            {
                return false;
            }
        }

        return true;
    }

    private int[] Codes(PixelImage picture, GenerationRequest request, out bool encoded)
    {
        encoded = true;
        if (request.Options.CacheScope is not { } scope)
        {
            return Encode(picture, request.Token);
        }

        var key = PictureCodeCache.KeyOf(scope, picture);
        if (remembered.Find(key) is { } codes)
        {
            encoded = false;
            return codes;
        }

        codes = Encode(picture, request.Token);
        remembered.Add(key, codes);
        return codes;
    }

    private int[] Encode(PixelImage picture, CancellationToken cancellationToken) =>
        model.Codec!.Encode(model.Preprocess(picture), cancellationToken);
}
