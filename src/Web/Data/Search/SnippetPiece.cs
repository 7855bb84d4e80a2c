namespace Chameleon.Web.Data;

/// <summary>A piece of a found text. Plain text: whoever shows it escapes it.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsHit">Whether it is what was searched for.</param>
public sealed record SnippetPiece(string Text, bool IsHit);
