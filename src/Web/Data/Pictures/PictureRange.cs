namespace Chameleon.Web.Data;

/// <summary>A stretch of the gallery, for a grid that shows only what is in view.</summary>
/// <param name="Items">The stretch.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record PictureRange(IReadOnlyList<Picture> Items, int Total);
