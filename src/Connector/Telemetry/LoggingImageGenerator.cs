using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// Writes the start and the end of every drawing into a log, by the rules of <see cref="LoggingChatClient"/>.
/// Thread-safe, as its inner generator is.
/// </summary>
[Experimental("MEAI001")]
public class LoggingImageGenerator : DelegatingImageGenerator
{
    private const string Operation = "generate_image";

    private readonly ILogger logger;

    /// <param name="innerGenerator">The generator whose calls are logged; disposed with this one.</param>
    /// <param name="logger">Where to.</param>
    /// <exception cref="ArgumentNullException">Something is null.</exception>
    public LoggingImageGenerator(IImageGenerator innerGenerator, ILogger logger)
        : base(innerGenerator)
    {
        ArgumentNullException.ThrowIfNull(logger);
        this.logger = logger;
    }

    /// <summary>Whether prompts may be written, at Trace; as <see cref="LoggingChatClient.EnableSensitiveData"/>.</summary>
    public bool EnableSensitiveData { get; set; } = TelemetrySwitches.CaptureContent;

    /// <inheritdoc/>
    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new LoggedCall(
            logger,
            Operation,
            options?.ModelId ?? (InnerGenerator.GetService(typeof(ImageGeneratorMetadata)) as ImageGeneratorMetadata)?.DefaultModelId,
            EnableSensitiveData && logger.IsEnabled(LogLevel.Trace),
            () => (ContentJson.Messages([ImagePrompt.Of(request)]), $"count={options?.Count ?? 1}; size={options?.ImageSize}"));
        return call.WatchAsync(
            () => base.GenerateAsync(request, options, cancellationToken),
            static (answer, response) => answer.Add(response));
    }
}
