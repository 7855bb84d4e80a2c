using System.Text.Json;
using Chameleon.Web.Data;

namespace Chameleon.Web.Conversations;

/// <summary>A message as the page's editor sends it: pieces in order, each words or the name of a picture that was sent before.</summary>
internal static class MessageDraft
{
    /// <summary>Most bytes of a draft.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The pieces of a message, for the editor.</summary>
    public static IReadOnlyList<MessagePiece> Pieces(IEnumerable<MessagePart> parts) => [.. parts.Select(part => part switch
    {
        PicturePart picture => new MessagePiece(null, picture.Hash.ToString()),
        TextPart text => new MessagePiece(text.Text, null),
        _ => throw new ArgumentException($"A {part.GetType().Name} cannot be edited.", nameof(parts)),
    })];

    /// <summary>Reads what the editor sent. Space around words is left out; an empty list is nothing to say.</summary>
    /// <exception cref="JsonException">It is not a list of pieces.</exception>
    /// <exception cref="ArgumentException">A piece names no picture.</exception>
    public static async Task<IReadOnlyList<MessagePart>> ReadAsync(Stream draft)
    {
        var pieces = await JsonSerializer.DeserializeAsync<List<MessagePiece?>>(draft, Json) ?? [];
        return [.. pieces.OfType<MessagePiece>().Where(piece => piece.Picture is not null || !string.IsNullOrWhiteSpace(piece.Text)).Select(Part)];
    }

    private static MessagePart Part(MessagePiece piece) => piece switch
    {
        { Picture: null } => new TextPart(piece.Text!.ReplaceLineEndings("\n").Trim()),
        _ when PictureHash.TryParse(piece.Picture, out var hash) => new PicturePart(hash),
        _ => throw new ArgumentException("A piece names no picture.", nameof(piece)),
    };
}
