using System.Text.Json;
using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads what <c>completions</c> takes.</summary>
internal static class CompletionReader
{
    private const int UsualLength = 16;

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="caller">Whose it is.</param>
    /// <returns>What is asked, and the text that comes back before each answer; null: none.</returns>
    /// <exception cref="ApiException">It makes no sense.</exception>
    public static (ChatAsk Ask, string? Echo) Read(JsonFields body, ApiCaller caller)
    {
        var options = SamplingReader.Read(body, caller);
        options.MaxOutputTokens = (int)(body.Whole("max_tokens", 1, int.MaxValue) ?? UsualLength);
        options.AdditionalProperties![ChameleonOptionNames.ContinueFinalMessage] = true;
        var prompt = Prompt(body);
        var isStreamed = body.Flag("stream");
        var ask = new ChatAsk([new ChatMessage(ChatRole.Assistant, prompt)], options)
        {
            Model = body.Text("model"),
            Choices = SamplingReader.Choices(body),
            IsStreamed = isStreamed,
            TellsUsage = SamplingReader.TellsUsage(body, isStreamed),
        };
        RefuseWhatIsNotDone(body, ask.Choices);
        var echo = body.Flag("echo") ? prompt : null;
        body.RefuseOthers();
        return (ask, echo);
    }

    private static string Prompt(JsonFields body)
    {
        const string Name = "prompt";
        return body.Any(Name) switch
        {
            null => throw ApiThrow.Missing(Name),
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String => list[0].GetString()!,
            { ValueKind: JsonValueKind.Array } => throw ApiThrow.Refused(Name, "one text is completed; send several requests, and no token ids"),
            { } other => throw ApiThrow.WrongKind(Name, "a string", other),
        };
    }

    private static void RefuseWhatIsNotDone(JsonFields body, int choices)
    {
        if (body.Any("suffix") is not null)
        {
            throw ApiThrow.Refused("suffix", "the model writes on, not in between");
        }

        if (body.Any("logprobs") is not null)
        {
            throw ApiThrow.Refused("logprobs", "chat/completions tells them");
        }

        if (body.Whole("best_of") is { } best && best != choices)
        {
            throw ApiThrow.Refused("best_of", "answers are not ranked");
        }
    }
}
