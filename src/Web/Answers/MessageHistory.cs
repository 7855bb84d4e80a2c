using Chameleon.Web.Data;
using Chameleon.Web.Resources;
using Microsoft.Extensions.AI;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Answers;

/// <summary>A conversation as the messages that the model is told. Thread-safe.</summary>
/// <param name="pictures">Where their pictures are.</param>
internal sealed class MessageHistory(PictureStore pictures)
{
    /// <summary>The messages; answers that hold nothing are left out.</summary>
    public async Task<IReadOnlyList<ChatMessage>> ReadAsync(UserId user, IEnumerable<StoredMessage> history, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        foreach (var said in history.Where(said => said.Parts.Count > 0))
        {
            var contents = new List<AIContent>();
            foreach (var part in said.Parts)
            {
                contents.Add(await ReadAsync(user, part, cancellationToken));
            }

            messages.Add(new ChatMessage(said.Role == MessageRole.Assistant ? ChatRole.Assistant : ChatRole.User, contents));
        }

        return messages;
    }

    private async Task<AIContent> ReadAsync(UserId user, MessagePart part, CancellationToken cancellationToken) => part switch
    {
        TextPart text => new TextContent(text.Text),
        PicturePart picture when await pictures.FindFileAsync(user, picture.Hash, cancellationToken) is { } file =>
            new DataContent(await File.ReadAllBytesAsync(file.Path, cancellationToken), file.MediaType),
        PicturePart => throw new NotSupportedException(Words.PictureGone),
        _ => throw new NotSupportedException($"A {part.GetType().Name} cannot be told to the model."),
    };
}
