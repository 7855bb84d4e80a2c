using System.Globalization;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of the chat client, so that each sentence stands in one place.</summary>
internal static class ChatThrow
{
    public static ArgumentOutOfRangeException Option(string what, object? value, string limit) =>
        OutOfRange(string.Create(CultureInfo.InvariantCulture, $"{what} is {value}; {limit}."), value, "options");

    public static ArgumentException WrongKind(string what, object value, string wanted) =>
        Bad($"{what} is a {value.GetType().Name}, '{ShortText.Of(value.ToString())}'; it must be {wanted}.", "options");

    public static ArgumentOutOfRangeException NoRoom(int wanted, int promptTokens, int context) => Option(
        nameof(ChatOptions.MaxOutputTokens),
        wanted,
        $"the prompt has {promptTokens} tokens and the context holds {context}, so it must be at most {context - promptTokens}");

    public static ArgumentException NoMessages() => Bad("There are no messages, so there is nothing to answer.", "messages");

    public static ArgumentException NullMessage(int index) => Bad($"Message {index} is null.", "messages");

    public static ArgumentException TooManyPictures(int most) => Bad(
        $"The messages hold more than {most} pictures, which is the limit ({nameof(ChameleonChatClientOptions)}.{nameof(ChameleonChatClientOptions.MaxPictures)}).",
        "messages");

    public static NotSupportedException Role(ChatRole role) => new(
        $"A message has the role '{ShortText.Of(role.Value)}'; system, developer, user, assistant and tool are read.");

    public static NotSupportedException Content(AIContent? content, ChatRole role) => new(
        $"A message of the role '{ShortText.Of(role.Value)}' holds {(content is null ? "null" : $"a {content.GetType().Name}")}, which the model cannot read; it reads text and pictures.");

    public static NotSupportedException MediaType(string mediaType) => new(
        $"A message holds data of the type '{ShortText.Of(mediaType)}', which the model cannot read; it reads text/* (not by address) and image/*.");

    public static NotSupportedException RemotePicture(Uri address) => new(
        $"A message names a picture at {ShortText.Of(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))}, and addresses are not fetched "
        + $"({nameof(ChameleonChatClientOptions)}.{nameof(ChameleonChatClientOptions.PictureFetcher)} is not set); send its bytes as {nameof(DataContent)}.");

    public static NotSupportedException Scheme(Uri address) => new(
        $"A message names a picture by an address of the scheme '{ShortText.Of(address.IsAbsoluteUri ? address.Scheme : "")}'; data, http and https are known.");

    public static ImageFormatException PictureTooLarge(int bytes, int most) => new(
        $"The picture file has {bytes} bytes; at most {most} are read.");

    public static ImageFormatException PictureOfSeveral(int number, int count, ImageFormatException why) =>
        new($"Picture {number} of {count}: {why.Message}");

    public static NotSupportedException ResponseFormat(ChatResponseFormat format) => new(
        $"{nameof(ChatOptions)}.{nameof(ChatOptions.ResponseFormat)} is {format.GetType().Name}; text and JSON are produced.");

    private static ArgumentException Bad(string message, string parameter) => new(message, parameter);

    private static ArgumentOutOfRangeException OutOfRange(string message, object? value, string parameter) => new(parameter, value, message);
}
