using System.Runtime.CompilerServices;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Draws pictures from words, and new ones after given pictures. All members are thread-safe; nothing that a caller hands
/// over is changed. Pictures of one request grow side by side, and each can be drawn again alone by its seed.
/// </summary>
/// <remarks>
/// <para>
/// Every picture is a <see cref="DataContent"/> with its bytes, whatever <see cref="ImageGenerationOptions.ResponseFormat"/>
/// says: there is no place where it would be hosted. A PNG carries its settings and codes (<see cref="PictureNotes"/>); its
/// seed is in the content's additional properties under <see cref="ChameleonOptionNames.Seed"/>, the engine's own
/// <see cref="GenerationUpdate.Picture"/> in <see cref="AIContent.RawRepresentation"/>.
/// </para>
/// <para>
/// The model draws squares of one size. <see cref="ImageGenerationOptions.ImageSize"/> is met exactly, by resampling and by
/// cutting away what does not fit the shape; nothing is stretched, and no detail is added.
/// </para>
/// <para>
/// With a <see cref="ChameleonImageOptions.Mask"/> only a part of the one original is drawn anew.
/// </para>
/// <para>
/// <see cref="ImageGenerationOptions.StreamingCount"/> previews of each picture, at most, go to
/// <see cref="ChameleonImageOptions.Progress"/>; without a watcher none are made. Options beyond the typed ones come in
/// <see cref="ImageGenerationOptions.AdditionalProperties"/> under <see cref="ChameleonOptionNames"/>.
/// <see cref="ImageGenerationOptions.ModelId"/> is not looked at: one generator has one model.
/// </para>
/// </remarks>
public sealed class ChameleonImageGenerator : IImageGenerator
{
    /// <summary>Most pictures of one request.</summary>
    public const int MaxCount = GenerationLimits.MaxAnswers;

    /// <summary>Most pictures that a drawing starts from; the context holds fewer of most models.</summary>
    public const int MaxOriginals = 64;

    /// <summary>Longest side of a picture, in pixels.</summary>
    public const int MaxSide = 4096;

    /// <summary>Most pixels of all pictures of one request, where they are not of the model's own size.</summary>
    public const long MaxPixels = 64 * 1024 * 1024;

    /// <summary>Most previews of a picture.</summary>
    public const int MaxPreviews = 100;

    private readonly ChameleonEngineHost host;
    private readonly IPictureFetcher? fetcher;
    private readonly ConditionalWeakTable<ChameleonEngine, Originals> originals = [];
    private ImageGeneratorMetadata metadata;

    /// <param name="host">Whose model draws; not disposed.</param>
    /// <param name="pictureFetcher">Fetches originals that are named by an http(s) address; null refuses them.</param>
    public ChameleonImageGenerator(ChameleonEngineHost host, IPictureFetcher? pictureFetcher = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        this.host = host;
        fetcher = pictureFetcher;
        metadata = new ImageGeneratorMetadata("chameleon", providerUri: null, host.ModelId);
    }

    /// <summary>Draws. The first request of a host waits until the model is loaded.</summary>
    /// <param name="request">What to draw; with <see cref="ImageGenerationRequest.OriginalImages"/>, after them.</param>
    /// <param name="options">How; null: one picture, in the model's own size, as PNG.</param>
    /// <param name="cancellationToken">Takes effect within one token, or one level of the picture nets.</param>
    /// <returns>The pictures, in order; an <see cref="ErrorContent"/> stands for one that was cut short.</returns>
    /// <exception cref="ArgumentException">There is nothing to draw, or an option makes no sense.</exception>
    /// <exception cref="NotSupportedException">A file of that kind is not written, or an original is no picture.</exception>
    /// <exception cref="ImageFormatException">An original is damaged, too large or of an unknown kind.</exception>
    /// <exception cref="GenerationException">It cannot be drawn: the model does not draw, too many requests wait, or others.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Pictures are decoded, resampled and encoded on the way: not on the caller's thread.
        return Task.Run(() => DrawAsync(request, options, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? Metadata()
            : serviceType == typeof(ChameleonEngineHost) ? host
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the host is not the generator's.</summary>
    public void Dispose()
    {
    }

    // The same object as long as the host has the same model.
    private ImageGeneratorMetadata Metadata() => metadata.DefaultModelId == host.ModelId
        ? metadata
        : metadata = new ImageGeneratorMetadata("chameleon", providerUri: null, host.ModelId);

    private async IAsyncEnumerable<GenerationUpdate> Watch(IAsyncEnumerable<GenerationUpdate> updates, DrawingPlan plan, ModelInfo model)
    {
        await foreach (var update in updates.ConfigureAwait(false))
        {
            host.Meter.Saw(update);
            if (ProgressOf(update, plan.Generation.Answers, model) is { } progress)
            {
                plan.Progress?.Report(progress);
            }

            yield return update;
        }
    }

    private static ImageProgress? ProgressOf(GenerationUpdate update, int pictures, ModelInfo model) => update switch
    {
        GenerationUpdate.PictureProgress drawn => new ImageProgress(drawn.Answer, pictures, drawn.Done, drawn.Total, drawn.Preview),
        GenerationUpdate.Queued waiting => new ImageProgress(waiting.Answer, pictures, Done: 0, model.CodesPerPicture, Preview: null) { Ahead = waiting.Ahead },
        _ => null,
    };

    private async Task<ImageGenerationResponse> DrawAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        var engine = await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        var plan = DrawingPlan.Of(options, this, engine.Info);
        if (plan.Mask is { } mask)
        {
            plan = plan.Keep(await MaskedOriginal.KeptAsync(request, mask, engine, cancellationToken).ConfigureAwait(false));
            request = new ImageGenerationRequest { Prompt = request.Prompt };
        }

        var prompt = await originals.GetValue(engine, _ => new Originals(fetcher)).ReadAsync(request, plan.Generation, engine, cancellationToken).ConfigureAwait(false);
        var updates = engine.GenerateAsync(prompt, plan.Generation, cancellationToken);
        var result = await GenerationResult.CollectAsync(Watch(updates, plan, engine.Info), cancellationToken).ConfigureAwait(false);
        var writer = new DrawingWriter(plan, request.Prompt, host.ModelId, engine.Info);
        return new ImageGenerationResponse([.. result.Answers.SelectMany((answer, index) => writer.Contents(answer, index))])
        {
            RawRepresentation = result,
            Usage = DrawingUsage.Of(result, prompt, engine.Info),
        };
    }
}
