namespace Chameleon.Web.Data;

/// <summary>A picture of the same user, stored before.</summary>
/// <param name="Hash">Which.</param>
/// <param name="Width">Its width in pixels; filled in when read, so that a page can leave room for it.</param>
/// <param name="Height">Its height in pixels; filled in when read.</param>
public sealed record PicturePart(PictureHash Hash, int Width = 0, int Height = 0) : MessagePart;
