using System.Text.Json;
using Chameleon.Connector.Remote.Wire;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>Text and pictures of an answer, in their order. A picture behind an address stays an address; nothing is fetched.</summary>
/// <param name="endpoint">Who answers.</param>
internal sealed class PictureParts(RemoteEndpoint endpoint)
{
    private readonly MarkdownPictures markdown = new();
    private int count;

    /// <summary>Text, and the pictures written into it as data URIs.</summary>
    public void AddText(string text, List<AIContent> contents)
    {
        foreach (var (said, picture) in markdown.Push(text))
        {
            Add(said, picture, contents);
        }
    }

    /// <summary>A typed part: text, or a picture in one of the forms that servers have.</summary>
    public void AddPart(JsonElement part, List<AIContent> contents)
    {
        if (part.Text("text") is { } text)
        {
            AddText(text, contents);
        }
        else if (Address(part) is { } address)
        {
            Flush(contents);
            AddPicture(address, contents);
        }
        else if ((part.Text("b64_json") ?? part.Text("result")) is { } base64)
        {
            Flush(contents);
            contents.Add(Picture(base64));
        }
    }

    /// <summary>What was held back.</summary>
    public void Finish(List<AIContent> contents)
    {
        if (markdown.IsInPicture)
        {
            contents.Add(new ErrorContent($"Picture {count + 1} is cut short: the answer ended in the middle of it.") { ErrorCode = "incomplete_picture" });
        }
        else
        {
            Flush(contents);
        }
    }

    /// <summary>A file in base64 by itself or as a data URI.</summary>
    /// <exception cref="ChameleonRemoteException">It is not base64, or no picture.</exception>
    public DataContent Picture(string base64)
    {
        try
        {
            var file = DataUri.Decode(base64, endpoint.Options.MaxPieceBytes);
            return new DataContent(file, PictureMediaType.Of(file)) { Name = $"picture-{++count}{PictureMediaType.Extension(file)}" };
        }
        catch (ImageFormatException exception)
        {
            throw RemoteThrow.Malformed(endpoint.Address, "a picture in it is damaged", exception);
        }
    }

    private static string? Address(JsonElement part) => part.Has("image_url") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } image => image.Text("url"),
        _ => part.Text("url"),
    };

    private void Flush(List<AIContent> contents)
    {
        if (markdown.Flush() is { Length: > 0 } held)
        {
            contents.Add(new TextContent(held));
        }
    }

    private void Add(string? said, string? picture, List<AIContent> contents)
    {
        if (picture is not null)
        {
            AddPicture(picture, contents);
        }
        else if (said is { Length: > 0 })
        {
            contents.Add(new TextContent(said));
        }
    }

    private void AddPicture(string address, List<AIContent> contents)
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            contents.Add(Picture(address));
            return;
        }

        contents.Add(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? new UriContent(uri, "image/*")
            : throw RemoteThrow.Malformed(endpoint.Address, "a picture in it has an address of no known kind"));
    }
}
