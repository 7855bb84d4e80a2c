namespace Chameleon.Web.Studio;

/// <summary>A token of an answer, and what might have come in its place.</summary>
/// <param name="Text">What it says; may be part of a character only.</param>
/// <param name="Probability">How likely the model held it, 0 to 1.</param>
/// <param name="Likeliest">What it held likeliest, the likeliest first.</param>
public sealed record StudioToken(string Text, float Probability, IReadOnlyList<(string Text, float Probability)> Likeliest);
