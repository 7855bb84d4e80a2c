using System.Text.Json;

namespace Chameleon.Web.Api;

/// <summary><c>chat/completions</c>.</summary>
internal static class ChatEndpoint
{
    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext context, ApiModel model, ILogger<ApiModel> log)
    {
        var ask = await ApiBody.ReadAsync(context, body => ChatAskReader.Read(body, context.Caller()));
        model.Check(ask.Model);
        if (ask.IsStreamed)
        {
            await AnswerStream.SendAsync(
                context,
                model.Chat,
                ask,
                (events, first) => new ChatChunks(
                    events, new AnswerFields("chat.completion.chunk", $"chatcmpl-{first.ResponseId}", model.Id, first.CreatedAt ?? DateTimeOffset.UtcNow), ask, model.Tokenizer),
                log);
            return;
        }

        var answers = await Choices.AnswerAsync(model.Chat, ask, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ApiJson.Plain);
        ChatCompletion.Write(json, answers, model.Id, model.Tokenizer);
    }
}
