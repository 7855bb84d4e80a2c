namespace Chameleon.Engine.Tokenization;

/// <summary>A token that is cut out of raw text before anything else.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsSpecial">Whether it is a control token, inert in callers' text.</param>
/// <param name="IsNormalized">Whether it is looked for after the others (no normalizer is supported).</param>
internal sealed record AddedToken(int Id, string Content, bool IsSpecial, bool IsNormalized);
