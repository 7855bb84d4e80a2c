using System.Drawing;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>What a caller's options mean for one model.</summary>
/// <param name="Generation">For the engine; with a seed in any case, so that it can be told.</param>
/// <param name="Progress">Who watches; null for nobody.</param>
/// <param name="Size">Size of the files; null for the model's own.</param>
/// <param name="Format">Kind of the files.</param>
internal sealed record DrawingPlan(GenerationOptions Generation, IProgress<ImageProgress>? Progress, Size? Size, PictureFormat Format)
{
    /// <summary>Where the original is drawn anew; null: everywhere.</summary>
    public DataContent? Mask { get; init; }

    /// <summary>Reports of a picture that somebody watches: as fine as a bar can show.</summary>
    private const int ProgressSteps = 50;

    private static readonly GenerationOptions Defaults = new();

    /// <summary>Checks and maps.</summary>
    /// <param name="options">What the caller wants; not changed.</param>
    /// <param name="generator">Handed to the factory.</param>
    /// <param name="model">What draws.</param>
    /// <exception cref="ArgumentException">A value makes no sense; its name, the value and the limit are told.</exception>
    /// <exception cref="NotSupportedException">Files of that kind are not written.</exception>
    public static DrawingPlan Of(ImageGenerationOptions? options, IImageGenerator generator, ModelInfo model)
    {
        var raw = options?.RawRepresentationFactory?.Invoke(generator) switch
        {
            ChameleonImageOptions own => own,
            GenerationOptions generation => new ChameleonImageOptions { Generation = generation },
            _ => new ChameleonImageOptions(),
        };
        var extra = new ExtraOptions(options?.AdditionalProperties);
        var given = raw.Generation;
        var generationOptions = given with
        {
            Mode = GenerationMode.Picture,
            Answers = given.Answers != Defaults.Answers ? given.Answers : Within(options?.Count, 1, ChameleonImageGenerator.MaxCount, nameof(options.Count)) ?? 1,
            Seed = given.Seed ?? extra.Whole(ChameleonOptionNames.Seed) ?? Random.Shared.NextInt64(),
            CacheScope = given.CacheScope ?? ChatOptionChecks.CacheScope(extra.Text(ChameleonOptionNames.CacheScope), ChameleonOptionNames.CacheScope),
            Picture = Watched(GenerationOptionsMapper.Picture(given.Picture, GenerationMode.Picture, options: null, extra, raw.Progress is not null), raw, options?.StreamingCount, model),
        };
        return new DrawingPlan(generationOptions, raw.Progress, SizeOf(options?.ImageSize, generationOptions.Answers, model), PictureFormat.Of(options?.MediaType))
        {
            Mask = raw.Mask,
        };
    }

    /// <summary>The same, with what stays of an original.</summary>
    /// <param name="kept">Its codes, null where they are drawn anew.</param>
    public DrawingPlan Keep(IReadOnlyList<int?> kept) =>
        this with { Generation = Generation with { Picture = Generation.Picture with { Kept = kept } } };

    private static PictureOptions Watched(PictureOptions picture, ChameleonImageOptions raw, int? previews, ModelInfo model)
    {
        _ = Within(previews, 0, ChameleonImageGenerator.MaxPreviews, nameof(ImageGenerationOptions.StreamingCount));
        if (raw.Progress is null)
        {
            return picture;
        }

        var every = raw.Generation.Picture.PreviewEvery == 0 && previews is > 0
            ? (int)Math.Ceiling(model.CodesPerPicture / (previews.Value + 1.0))
            : picture.PreviewEvery;
        return picture with
        {
            PreviewEvery = every,
            ProgressEvery = picture.ProgressEvery == 0 ? Math.Max(1, model.CodesPerPicture / ProgressSteps) : picture.ProgressEvery,
        };
    }

    private static Size? SizeOf(Size? wanted, int pictures, ModelInfo model)
    {
        if (wanted is not { } size || size == new Size(model.PictureSize, model.PictureSize))
        {
            return null;
        }

        const string Name = nameof(ImageGenerationOptions.ImageSize);
        _ = Within(size.Width, 1, ChameleonImageGenerator.MaxSide, $"The width of {Name}");
        _ = Within(size.Height, 1, ChameleonImageGenerator.MaxSide, $"The height of {Name}");
        var pixels = (long)size.Width * size.Height * pictures;
        return pixels <= ChameleonImageGenerator.MaxPixels
            ? size
            : throw ChatThrow.Option($"{Name} times {nameof(ImageGenerationOptions.Count)}", pixels, $"it must be at most {ChameleonImageGenerator.MaxPixels} pixels");
    }

    private static int? Within(int? value, int least, int most, string name) =>
        value is null || (value >= least && value <= most) ? value : throw ChatThrow.Option(name, value, $"it must be from {least} to {most}");
}
