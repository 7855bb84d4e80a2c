namespace Chameleon.Web.Gallery;

/// <summary>What was just done, and how it is taken back.</summary>
/// <param name="Words">What was done.</param>
/// <param name="Do">Takes it back.</param>
internal sealed record GalleryUndo(string Words, Func<Task> Do);
