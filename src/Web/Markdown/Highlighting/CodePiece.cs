namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>A piece of code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct CodePiece(CodeKind Kind, int Start, int End);
