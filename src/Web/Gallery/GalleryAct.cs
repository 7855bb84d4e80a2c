namespace Chameleon.Web.Gallery;

/// <summary>What a key does with the pictures that are chosen.</summary>
public enum GalleryAct
{
    /// <summary>Chooses all.</summary>
    All,

    /// <summary>Chooses none.</summary>
    None,

    /// <summary>Gives them a star, or takes it.</summary>
    Star,

    /// <summary>Deletes them.</summary>
    Delete,
}
