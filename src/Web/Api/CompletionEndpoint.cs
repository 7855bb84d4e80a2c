using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary><c>completions</c>: the model goes on with a text as with an answer of its own.</summary>
internal static class CompletionEndpoint
{
    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext context, ApiModel model, ILogger<ApiModel> log)
    {
        var asked = await ApiBody.ReadAsync(context, body => CompletionReader.Read(body, context.Caller()));
        var (ask, echo) = (asked.Ask, asked.Echo);
        model.Check(ask.Model);
        if (ask.IsStreamed)
        {
            await AnswerStream.SendAsync(
                context, model.Chat, ask, (events, first) => new CompletionChunks(events, Fields(first.ResponseId, first.CreatedAt, model), ask, echo), log);
            return;
        }

        var answers = await Choices.AnswerAsync(model.Chat, ask, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ApiJson.Plain);
        Write(json, answers, echo, Fields(answers[0].ResponseId, answers[0].CreatedAt, model));
    }

    private static AnswerFields Fields(string? id, DateTimeOffset? created, ApiModel model) =>
        new("text_completion", $"cmpl-{id}", model.Id, created ?? DateTimeOffset.UtcNow);

    private static void Write(Utf8JsonWriter json, ChatResponse[] answers, string? echo, AnswerFields fields)
    {
        var usage = new UsageTotal();
        json.WriteStartObject();
        fields.WriteHead(json);
        json.WriteStartArray("choices");
        for (var i = 0; i < answers.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteString("text", echo + answers[i].Text);
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", AnswerFields.Reason(answers[i].FinishReason));
            json.WriteEndObject();
            usage.Add(answers[i].Usage ?? new UsageDetails());
        }

        json.WriteEndArray();
        usage.Write(json);
        json.WriteEndObject();
    }
}
