namespace Chameleon.Web.Data;

/// <summary>What an answer cost.</summary>
/// <param name="InputTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the answer, those of pictures included.</param>
/// <param name="PictureTokens">Those of pictures.</param>
/// <param name="Waited">How long it stood in the queue.</param>
/// <param name="FirstToken">From the request to the first token; null when none came.</param>
/// <param name="Duration">From the request to the end.</param>
public sealed record AnswerUsage(
    int InputTokens, int OutputTokens, int PictureTokens, TimeSpan Waited, TimeSpan? FirstToken, TimeSpan Duration);
