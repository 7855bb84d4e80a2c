using System.Text.Json;
using Chameleon.Engine.Models;
using Chameleon.Web.Data;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Answers;

/// <summary>What is to be said about the way an answer ended.</summary>
internal static class AnswerEnding
{
    /// <summary>A sentence; null when it ended as answers do, or has its own.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="model">The model; null: not known.</param>
    public static string? Of(StoredMessage answer, ModelInfo? model) => answer switch
    {
        { State: MessageState.Stopped } => Words.Stopped,
        { State: MessageState.Done, Usage: { } usage } when usage.OutputTokens >= MaxTokens(answer.SettingsJson) => Words.CutShort,
        { State: MessageState.Done, Usage: { } usage } when usage.InputTokens + usage.OutputTokens >= model?.ContextLength => Words.ContextFull,
        _ => null,
    };

    private static int? MaxTokens(string settings) => JsonSerializer.Deserialize<AnswerSettings>(settings)?.MaxTokens;
}
