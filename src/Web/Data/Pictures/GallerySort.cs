namespace Chameleon.Web.Data;

/// <summary>In which order the gallery stands.</summary>
public enum GallerySort
{
    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>The oldest first.</summary>
    Oldest,

    /// <summary>The largest file first.</summary>
    Largest,

    /// <summary>Those with a star first, each half with the newest first.</summary>
    Starred,
}
