namespace Chameleon.Web.Data;

/// <summary>Which pictures of the gallery, and in which order.</summary>
/// <param name="Search">Words of the prompt, found as <see cref="ChatStore.SearchAsync"/> finds; null or empty: all.</param>
/// <param name="Board">Only those on this board.</param>
/// <param name="Origin">Only those of this origin; attached ones are never in the gallery.</param>
/// <param name="StarredOnly">Only those with a star.</param>
/// <param name="Sort">The order.</param>
public sealed record GalleryQuery(
    string? Search = null,
    BoardId? Board = null,
    PictureOrigin? Origin = null,
    bool StarredOnly = false,
    GallerySort Sort = GallerySort.Newest);
