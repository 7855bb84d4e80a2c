namespace Chameleon.Web.Data;

/// <summary>Where a picture comes from.</summary>
public enum PictureOrigin
{
    /// <summary>Drawn by the model; in the gallery.</summary>
    Drawn,

    /// <summary>Put into the gallery by the person.</summary>
    Uploaded,

    /// <summary>Attached to a message; not in the gallery, and gone with the last message that shows it.</summary>
    Attached,
}
