using System.Text;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Reads messages, once and unchanged, into what the model can be given. Nothing is decoded or fetched here.</summary>
/// <param name="options">Limits.</param>
internal sealed class ConversationReader(ChameleonChatClientOptions options)
{
    private const string DataScheme = "data";
    private const char ByteOrderMark = '\uFEFF';
    private static readonly ChatRole Developer = new("developer");

    /// <summary>Reads a conversation.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="instructions">Said before all of them; null for nothing.</param>
    /// <param name="continuesFinalMessage">
    /// Whether the answer goes on with a last message of the assistant's; otherwise that is something said to the model.
    /// </param>
    /// <exception cref="ArgumentException">No messages, a null among them, or too many pictures.</exception>
    /// <exception cref="NotSupportedException">A role or content that the model cannot read.</exception>
    /// <exception cref="ImageFormatException">A data URI of text is malformed.</exception>
    public IReadOnlyList<ConversationPart> Read(IReadOnlyList<ChatMessage> messages, string? instructions, bool continuesFinalMessage)
    {
        if (messages.Count == 0)
        {
            throw ChatThrow.NoMessages();
        }

        var writer = new ConversationWriter();
        if (instructions is not null)
        {
            writer.BeginMessage();
            writer.Text(instructions, ofAssistant: false);
        }

        var (answered, pictures) = (continuesFinalMessage ? messages.Count : EndOfAnswers(messages), 0);
        var isHead = true;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i] ?? throw ChatThrow.NullMessage(i);
            var isAssistants = IsAssistants(message.Role);
            if (isHead && message.Role != ChatRole.System && message.Role != Developer)
            {
                isHead = false;
                writer.EndInstructions();
            }

            writer.BeginMessage();
            foreach (var content in message.Contents)
            {
                if (PictureIn(content, isAssistants) is { } picture)
                {
                    pictures = pictures < options.MaxPictures ? pictures + 1 : throw ChatThrow.TooManyPictures(options.MaxPictures);
                    writer.Picture(picture, isAssistants && i < answered);
                }
                else
                {
                    writer.Text(TextIn(content, message.Role), isAssistants && i < answered);
                }
            }
        }

        return writer.Finish(continuesFinalMessage);
    }

    /// <summary>The words of the last thing a user said, for the notes of what is drawn.</summary>
    public static string LastWords(IReadOnlyList<ChatMessage> messages) =>
        messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";

    private static bool IsAssistants(ChatRole role) =>
        role == ChatRole.Assistant
        || (role == ChatRole.User || role == ChatRole.System || role == ChatRole.Tool || role == Developer ? false : throw ChatThrow.Role(role));

    /// <summary>Where the assistant's messages end that somebody has replied to.</summary>
    private static int EndOfAnswers(IReadOnlyList<ChatMessage> messages)
    {
        var end = messages.Count;
        while (end > 0 && messages[end - 1] is { } last && last.Role == ChatRole.Assistant)
        {
            end--;
        }

        return end;
    }

    /// <summary>The declared type says whether it is a picture; which kind of picture, its bytes say.</summary>
    private PictureSource? PictureIn(AIContent? content, bool isAssistants)
    {
        switch (content)
        {
            case DataContent data when IsPicture(data.MediaType, data.HasTopLevelMediaType):
                return new PictureSource(data, null, isAssistants);
            case UriContent named when IsPicture(named.MediaType, named.HasTopLevelMediaType):
                return new PictureSource(null, Checked(named.Uri), isAssistants);
            default:
                return null;
        }
    }

    private Uri Checked(Uri address) => address switch
    {
        { IsAbsoluteUri: true, Scheme: DataScheme } => address,
        { IsAbsoluteUri: true, Scheme: "http" or "https" } => options.PictureFetcher is null ? throw ChatThrow.RemotePicture(address) : address,
        _ => throw ChatThrow.Scheme(address),
    };

    private static bool IsPicture(string mediaType, Func<string, bool> hasTopLevelType) =>
        hasTopLevelType("image") || mediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);

    private static string TextIn(AIContent? content, ChatRole role) => content switch
    {
        TextContent text => text.Text,
        DataContent data when data.HasTopLevelMediaType("text") => Encoding.UTF8.GetString(data.Data.Span).TrimStart(ByteOrderMark),
        DataContent data => throw ChatThrow.MediaType(data.MediaType),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: DataScheme } uri } data when data.HasTopLevelMediaType("text") =>
            Encoding.UTF8.GetString(DataUri.Decode(uri.OriginalString)).TrimStart(ByteOrderMark),
        UriContent named => throw ChatThrow.MediaType(named.MediaType),

        // Notes about an answer, no part of what was said.
        TextReasoningContent or ErrorContent or UsageContent or ImageGenerationToolCallContent or ImageGenerationToolResultContent => "",
        FunctionCallContent or FunctionResultContent => AnswerShaping.Transcribe(content),
        _ => throw ChatThrow.Content(content, role),
    };
}
