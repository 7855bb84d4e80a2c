using System.Globalization;
using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>What a request asks of the image generator.</summary>
/// <param name="Request">What to draw.</param>
/// <param name="Options">How; without a watcher.</param>
internal sealed record ImageAsk(ImageGenerationRequest Request, ImageGenerationOptions Options)
{
    /// <summary>The model that was named; null: none was.</summary>
    public string? Model { get; init; }

    /// <summary>Kind of the files, without <c>image/</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Where the original is drawn anew; null: everywhere.</summary>
    public DataContent? Mask { get; init; }

    /// <summary>Whether previews come as they are drawn.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>The options for the generator, which an image request cannot say otherwise.</summary>
    /// <param name="progress">Who watches; null for nobody.</param>
    public ImageGenerationOptions OptionsFor(IProgress<ImageProgress>? progress)
    {
        Options.RawRepresentationFactory = _ => new ChameleonImageOptions { Progress = progress, Mask = Mask };
        return Options;
    }

    /// <summary>Width and height of a picture that was drawn for it.</summary>
    public string SizeOf(DataContent picture)
    {
        var drawn = (GenerationUpdate.Picture)picture.RawRepresentation!;
        var (width, height) = Options.ImageSize is { } size ? (size.Width, size.Height) : (drawn.Pixels.Width, drawn.Pixels.Height);
        return string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
    }
}
