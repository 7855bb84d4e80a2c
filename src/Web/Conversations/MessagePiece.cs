namespace Chameleon.Web.Conversations;

/// <summary>A piece of a draft: words, or a picture.</summary>
/// <param name="Text">The words; null for a picture.</param>
/// <param name="Picture">Hash of the picture; null for words.</param>
internal sealed record MessagePiece(string? Text, string? Picture);
