namespace Chameleon.Web.Data;

/// <summary>The file of a picture, to be sent.</summary>
/// <param name="Path">Where it is; never for a client's eyes.</param>
/// <param name="MediaType">Told by its first bytes when it was stored.</param>
public sealed record PictureFile(string Path, string MediaType);
