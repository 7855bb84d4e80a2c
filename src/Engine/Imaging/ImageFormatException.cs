namespace Chameleon.Engine.Imaging;

/// <summary>
/// A picture file that is not read: unknown, not allowed, too large or damaged. The message is one sentence that may
/// be shown to whoever sent the file; it holds no path, no address and nothing of the decoder's own words.
/// </summary>
/// <param name="message">The sentence.</param>
public sealed class ImageFormatException(string message) : Exception(message);
