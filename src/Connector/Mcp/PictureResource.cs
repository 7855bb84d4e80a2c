using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Chameleon.Connector.Mcp;

/// <summary>A picture of the store as a resource.</summary>
/// <param name="picture">The picture.</param>
internal sealed class PictureResource(StoredPicture picture) : McpServerResource
{
    /// <inheritdoc/>
    public override ResourceTemplate ProtocolResourceTemplate { get; } = new()
    {
        UriTemplate = picture.Uri,
        Name = PictureResources.NameOf(picture),
        Description = picture.Description,
        MimeType = picture.MediaType,
    };

    /// <inheritdoc/>
    public override Resource ProtocolResource { get; } = new()
    {
        Uri = picture.Uri,
        Name = PictureResources.NameOf(picture),
        Description = picture.Description,
        MimeType = picture.MediaType,
        Size = picture.Data.Length,
        Annotations = new Annotations { LastModified = picture.AddedAt },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <summary>What a read of the picture gives.</summary>
    public static ReadResourceResult Read(StoredPicture picture) =>
        new() { Contents = [BlobResourceContents.FromBytes(picture.Data, picture.Uri, picture.MediaType)] };

    /// <inheritdoc/>
    public override bool IsMatch(string uri) => uri == picture.Uri;

    /// <inheritdoc/>
    public override ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default) => new(Read(picture));
}
