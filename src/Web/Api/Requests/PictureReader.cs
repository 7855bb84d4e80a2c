using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads pictures out of requests. Nothing is ever fetched: whoever writes a prompt would choose what the server calls.</summary>
internal static class PictureReader
{
    /// <summary>Largest file of a picture.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Its bytes tell what it is, not what the caller calls it.</summary>
    private const string AnyPicture = "application/octet-stream";

    /// <summary>The picture of an <c>image_url</c> part.</summary>
    /// <exception cref="ApiException">It is none, or has to be fetched.</exception>
    public static DataContent Read(JsonFields part)
    {
        const string Name = "image_url";
        if (part.Any(Name) is { ValueKind: System.Text.Json.JsonValueKind.String })
        {
            return Read(part.RequiredText(Name), part.PathOf(Name));
        }

        var picture = part.Object(Name) ?? throw ApiThrow.Missing(part.PathOf(Name));
        return Read(picture.RequiredText("url"), picture.PathOf("url"));
    }

    /// <summary>The picture of a data URI.</summary>
    /// <param name="address">The data URI.</param>
    /// <param name="path">Where it stands.</param>
    /// <exception cref="ApiException">It is none, or has to be fetched.</exception>
    public static DataContent Read(string address, string path)
    {
        if (!address.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiThrow.Bad(
                $"'{path}' is an address, and pictures are not fetched: send the picture itself as a data URI (data:image/png;base64,…).", path, "unsupported_value");
        }

        try
        {
            return new DataContent(DataUri.Decode(address, MaxBytes), AnyPicture);
        }
        catch (ImageFormatException exception)
        {
            throw ApiThrow.Picture(path, exception.Message);
        }
    }

    /// <summary>The picture of a file.</summary>
    public static DataContent Of(byte[] file) => new(file, AnyPicture);
}
