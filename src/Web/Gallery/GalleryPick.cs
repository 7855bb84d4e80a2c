namespace Chameleon.Web.Gallery;

/// <summary>How a picture is chosen.</summary>
public enum GalleryPick
{
    /// <summary>It alone.</summary>
    Only,

    /// <summary>It too, or no longer.</summary>
    Toggle,

    /// <summary>All from the one before to it.</summary>
    Stretch,
}
