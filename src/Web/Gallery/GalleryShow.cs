namespace Chameleon.Web.Gallery;

/// <summary>Which pictures of the gallery are shown.</summary>
public enum GalleryShow
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that the model drew.</summary>
    Drawn,

    /// <summary>Those that the person put there.</summary>
    Uploaded,

    /// <summary>Those with a star.</summary>
    Starred,
}
