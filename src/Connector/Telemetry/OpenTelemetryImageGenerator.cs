using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// A span and measurements for every drawing, by the same conventions and switches as <see cref="OpenTelemetryChatClient"/>.
/// Thread-safe, as its inner generator is.
/// </summary>
[Experimental("MEAI001")]
public class OpenTelemetryImageGenerator : DelegatingImageGenerator
{
    private readonly GenAiInstruments instruments;
    private readonly ImageGeneratorMetadata? metadata;

    /// <param name="innerGenerator">The generator whose calls are traced; disposed with this one.</param>
    /// <param name="sourceName">Name of the span source and of the meter; null or empty: <see cref="OpenTelemetryChatClient.DefaultSourceName"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerGenerator"/> is null.</exception>
    public OpenTelemetryImageGenerator(IImageGenerator innerGenerator, string? sourceName = null)
        : base(innerGenerator)
    {
        metadata = innerGenerator.GetService(typeof(ImageGeneratorMetadata)) as ImageGeneratorMetadata;
        instruments = new GenAiInstruments(string.IsNullOrEmpty(sourceName) ? OpenTelemetryChatClient.DefaultSourceName : sourceName);
    }

    /// <summary>Whether prompts go into spans; as <see cref="OpenTelemetryChatClient.EnableSensitiveData"/>.</summary>
    public bool EnableSensitiveData { get; set; } = TelemetrySwitches.CaptureContent;

    /// <inheritdoc/>
    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return instruments.Enabled
            ? DrawAsync(request, options, cancellationToken)
            : base.GenerateAsync(request, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            instruments.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Asynchronous, so that the span is current inside the call and not in its caller.</summary>
    private async Task<ImageGenerationResponse> DrawAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        var target = new GenAiTarget(
            "generate_content", options?.ModelId ?? metadata?.DefaultModelId, metadata?.ProviderName, metadata?.ProviderUri);
        var call = new TracedCall(instruments, target, EnableSensitiveData, span =>
        {
            span.SetTag("gen_ai.output.type", "image");
            span.SetTag("gen_ai.request.choice.count", options?.Count);
            if (EnableSensitiveData)
            {
                span.SetTag("gen_ai.input.messages", ContentJson.Messages([ImagePrompt.Of(request)]));
            }
        });
        return await call.WatchAsync(
            () => base.GenerateAsync(request, options, cancellationToken),
            static (answer, response) => answer.Add(response)).ConfigureAwait(false);
    }
}
