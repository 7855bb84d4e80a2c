namespace Chameleon.Web.Data;

/// <summary>Text. Two of them side by side are stored, and come back, as one.</summary>
/// <param name="Text">The text; lone halves of surrogate pairs are stored as U+FFFD.</param>
public sealed record TextPart(string Text) : MessagePart;
