using System.Text.Json;
using System.Text.Json.Nodes;
using Chameleon.Connector.Remote.Answers;
using Chameleon.Connector.Remote.Requests;
using Chameleon.Connector.Remote.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Remote;

/// <summary>
/// An engine on another machine as an <see cref="IImageGenerator"/>, over OpenAI's <c>images/generations</c>. All members
/// are thread-safe; requests are tried again by the rules of <see cref="ChameleonRemoteChatClient"/>.
/// </summary>
/// <remarks>
/// Honoured are <see cref="ImageGenerationOptions.Count"/>, <see cref="ImageGenerationOptions.ImageSize"/>,
/// <see cref="ImageGenerationOptions.MediaType"/>, <see cref="ImageGenerationOptions.ModelId"/>, a <see cref="JsonObject"/>
/// from <see cref="ImageGenerationOptions.RawRepresentationFactory"/>, and additional properties as further fields.
/// <see cref="ImageGenerationOptions.ResponseFormat"/> decides between bytes (also when it is null) and addresses, which are
/// not fetched; <see cref="ImageGenerationResponseFormat.Hosted"/> leaves it to the server. Changing pictures is not offered.
/// </remarks>
public sealed class ChameleonRemoteImageGenerator : IImageGenerator
{
    private const string ImagesPath = "images/generations";

    private readonly RemoteEndpoint endpoint;
    private readonly ImageGeneratorMetadata metadata;
    private readonly string modelId;

    /// <inheritdoc cref="ChameleonRemoteChatClient(Uri, string, string?, ChameleonRemoteOptions?, ILoggerFactory?)"/>
    public ChameleonRemoteImageGenerator(
        Uri endpoint, string modelId, string? apiKey = null, ChameleonRemoteOptions? options = null, ILoggerFactory? loggerFactory = null)
        : this(ChameleonRemoteChatClient.Connect(endpoint, apiKey, options, loggerFactory, TimeProvider.System), modelId)
    {
    }

    private ChameleonRemoteImageGenerator(RemoteEndpoint endpoint, string modelId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        (this.endpoint, this.modelId) = (endpoint, modelId);
        metadata = new ImageGeneratorMetadata("openai", endpoint.PublicAddress, modelId);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no prompt, or the options make no sense.</exception>
    /// <exception cref="NotSupportedException">Pictures to change were given.</exception>
    /// <exception cref="ChameleonRemoteException">The engine did not answer.</exception>
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Prompt, nameof(request));
        if (request.OriginalImages?.Any() is true)
        {
            throw new NotSupportedException("A remote engine is not asked to change pictures; send them to a chat client.");
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(Fields(request.Prompt, options));
        using var answer = await endpoint.AskAsync(ImagesPath, body, "application/json", cancellationToken).ConfigureAwait(false);
        return Read(await answer.ReadJsonAsync().ConfigureAwait(false));
    }

    /// <summary>This generator or its <see cref="ImageGeneratorMetadata"/>; null for anything else, and for any key.</summary>
    /// <param name="serviceType">What is wanted.</param>
    /// <param name="serviceKey">Must be null.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Closes connections of its own; what it was given stays open.</summary>
    public void Dispose() => endpoint.Dispose();

    private JsonObject Fields(string prompt, ImageGenerationOptions? options)
    {
        var fields = options?.RawRepresentationFactory?.Invoke(this) switch
        {
            null => [],
            JsonObject raw => (JsonObject)raw.DeepClone(),
            var other => throw new ArgumentException($"The raw representation of the options is a {other.GetType().Name}; a remote engine takes a JsonObject."),
        };
        fields["prompt"] = prompt;
        fields["model"] = options?.ModelId ?? (string?)fields["model"] ?? modelId;
        OptionFields.Set(fields, "n", options?.Count);
        OptionFields.Set(fields, "size", options?.ImageSize is { } size ? $"{size.Width}x{size.Height}" : null);
        OptionFields.Set(fields, "output_format", options?.MediaType?.Split('/')[^1]);
        OptionFields.AddFurther(fields, options?.AdditionalProperties);
        OptionFields.Set(fields, "response_format", options?.ResponseFormat switch
        {
            ImageGenerationResponseFormat.Uri => "url",
            ImageGenerationResponseFormat.Hosted => null,
            _ => "b64_json",
        });
        return fields;
    }

    private ImageGenerationResponse Read(JsonElement answer)
    {
        if (answer.Has("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "it holds no pictures");
        }

        List<AIContent> contents = [];
        var pictures = new PictureParts(endpoint);
        foreach (var picture in data.EnumerateArray())
        {
            pictures.AddPart(picture, contents);
        }

        return new ImageGenerationResponse(contents) { RawRepresentation = answer, Usage = Usage(answer) };
    }

    private static UsageDetails? Usage(JsonElement answer) => answer.Has("usage") is { } counts
        ? new UsageDetails
        {
            InputTokenCount = counts.Number("input_tokens"),
            OutputTokenCount = counts.Number("output_tokens"),
            TotalTokenCount = counts.Number("total_tokens"),
        }
        : null;
}
