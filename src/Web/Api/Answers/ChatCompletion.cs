using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Writes whole answers.</summary>
internal static class ChatCompletion
{
    /// <summary>Writes the answers to one request as one object.</summary>
    /// <param name="json">Where.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="model">Who made them.</param>
    /// <param name="tokenizer">Knows what tokens say.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChatResponse> answers, string model, ITokenizer tokenizer)
    {
        var usage = new UsageTotal();
        json.WriteStartObject();
        var first = answers[0];
        new AnswerFields("chat.completion", $"chatcmpl-{first.ResponseId}", model, first.CreatedAt ?? DateTimeOffset.UtcNow).WriteHead(json);
        json.WriteStartArray("choices");
        for (var i = 0; i < answers.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteStartObject("message");
            WriteMessage(json, [.. answers[i].Messages.SelectMany(message => message.Contents)]);
            json.WriteEndObject();
            LogProbabilities.Write(json, Tokens(answers[i]), tokenizer);
            json.WriteString("finish_reason", AnswerFields.Reason(answers[i].FinishReason));
            json.WriteEndObject();
            usage.Add(answers[i].Usage ?? new UsageDetails());
        }

        json.WriteEndArray();
        usage.Write(json);
        json.WriteEndObject();
    }

    private static IReadOnlyList<TokenChoice> Tokens(ChatResponse answer) => answer.Messages
        .Select(message => message.AdditionalProperties?.GetValueOrDefault(ChameleonUsageNames.TokenChoices) as IReadOnlyList<TokenChoice>)
        .FirstOrDefault(tokens => tokens is not null) ?? [];

    private static void WriteMessage(Utf8JsonWriter json, List<AIContent> contents)
    {
        var text = string.Concat(contents.OfType<TextContent>().Select(part => part.Text));
        var calls = contents.OfType<FunctionCallContent>().ToList();
        json.WriteString("role", "assistant");
        json.WriteString("content", calls.Count > 0 && text.Length == 0 ? null : text);
        json.WriteNull("refusal");
        if (calls.Count > 0)
        {
            AnswerFields.WriteCalls(json, calls);
        }

        if (contents.OfType<DataContent>().Any())
        {
            WritePictures(json, contents);
        }
    }

    private static void WritePictures(Utf8JsonWriter json, List<AIContent> contents)
    {
        var (index, offset) = (0, 0L);
        json.WriteStartArray("images");
        foreach (var content in contents)
        {
            switch (content)
            {
                case TextContent text:
                    offset += AnswerFields.Length(text.Text);
                    break;
                case DataContent picture:
                    AnswerFields.WritePicture(json, picture, index++, offset);
                    break;
            }
        }

        json.WriteEndArray();
    }
}
