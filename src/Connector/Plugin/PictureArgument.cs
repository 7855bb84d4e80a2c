using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// A picture as a model names it: a reference into the store, a <c>data:</c> URI, or base64 alone. Never a path of this
/// machine, and an address only where the program allows it.
/// </summary>
internal static class PictureArgument
{
    private const string UnknownMediaType = "image/*";

    /// <summary>The picture, for a chat client.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="store">Where references lead.</param>
    /// <param name="allowRemote">Whether addresses are handed on.</param>
    /// <exception cref="ChameleonPluginException">It names no picture.</exception>
    public static AIContent Read(string text, PictureStore store, bool allowRemote)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith(PictureStore.UriPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return store.TryGet(trimmed, out var stored)
                ? new DataContent(stored.Data, stored.MediaType)
                : throw PluginThrow.UnknownPicture(trimmed);
        }

        if (trimmed.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Inline(trimmed);
        }

        // No base64 text holds a colon: what is left with one is an address or a path.
        if (!trimmed.AsSpan(0, Math.Min(trimmed.Length, 64)).Contains(':'))
        {
            return Inline(trimmed);
        }

        var isWeb = Uri.TryCreate(trimmed, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
        return isWeb && allowRemote ? new UriContent(address!, UnknownMediaType) : throw PluginThrow.RemotePicture(isWeb);
    }

    private static DataContent Inline(string text)
    {
        try
        {
            return new DataContent(DataUri.Decode(text), DeclaredType(text));
        }
        catch (ImageFormatException exception)
        {
            throw PluginThrow.NotAPicture(exception);
        }
    }

    /// <summary>Only a label: whoever decodes the picture tells its kind by its bytes.</summary>
    private static string DeclaredType(string text)
    {
        const string Usual = "image/png";
        var end = text.AsSpan(0, Math.Min(text.Length, 64)).IndexOfAny(';', ',');
        var declared = end > 5 ? text[5..end] : "";
        return declared is "image/jpeg" or "image/webp" or "image/gif" or "image/tiff" or "image/avif" ? declared : Usual;
    }
}
