using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Mcp;

/// <summary>How the addresses of pictures are made; also answers for pictures that are no longer there.</summary>
/// <param name="pictures">The store.</param>
internal sealed class PictureTemplate(PictureStore pictures) : McpServerResource
{
    /// <inheritdoc/>
    public override ResourceTemplate ProtocolResourceTemplate { get; } = new()
    {
        UriTemplate = $"{PictureStore.UriPrefix}{{id}}",
        Name = "pictures",
        Title = "Pictures",
        Description = "Pictures that were drawn here, by the reference that draw_picture gave.",
        MimeType = "image/png",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override bool IsMatch(string uri) => uri.StartsWith(PictureStore.UriPrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default) =>
        pictures.TryGet(request.Params.Uri, out var picture)
            ? new(PictureResource.Read(picture))
            : throw new McpProtocolException("There is no picture of that address: it was never here, or newer pictures took its place.", McpErrorCode.ResourceNotFound);
}
