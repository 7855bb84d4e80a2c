using ModelContextProtocol.Server;

namespace Chameleon.Connector.Mcp;

/// <summary>Keeps a server's resources equal to the pictures of a store; the server tells its clients when they change.</summary>
internal sealed class PictureResources : IDisposable
{
    private readonly Lock gate = new();
    private readonly PictureStore pictures;
    private readonly McpServerResourceCollection resources;
    private readonly Dictionary<string, PictureResource> known = new(StringComparer.Ordinal);

    /// <param name="pictures">The store.</param>
    /// <param name="resources">The server's resources.</param>
    public PictureResources(PictureStore pictures, McpServerResourceCollection resources)
    {
        (this.pictures, this.resources) = (pictures, resources);
        resources.Add(new PictureTemplate(pictures));
        pictures.Changed += Update;
        Update(this, EventArgs.Empty);
    }

    /// <summary>A picture's name as a file.</summary>
    public static string NameOf(StoredPicture picture) =>
        $"{picture.Uri[PictureStore.UriPrefix.Length..]}.{picture.MediaType[(picture.MediaType.IndexOf('/', StringComparison.Ordinal) + 1)..]}";

    /// <summary>Lets the store go.</summary>
    public void Dispose() => pictures.Changed -= Update;

    private void Update(object? sender, EventArgs change)
    {
        lock (gate)
        {
            using var oneNotice = resources.DeferChangedEvents();
            var present = pictures.Pictures.ToDictionary(picture => picture.Uri);
            foreach (var gone in known.Keys.Where(uri => !present.ContainsKey(uri)).ToArray())
            {
                known.Remove(gone, out var resource);
                resources.Remove(resource!);
            }

            foreach (var picture in present.Values.Where(picture => !known.ContainsKey(picture.Uri)).OrderBy(picture => picture.AddedAt))
            {
                resources.Add(known[picture.Uri] = new PictureResource(picture));
            }
        }
    }
}
