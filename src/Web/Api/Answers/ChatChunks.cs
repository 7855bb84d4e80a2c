using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Writes the answers to one request as the pieces in which they come. One thread at a time.</summary>
/// <param name="events">Where.</param>
/// <param name="fields">What every piece begins with.</param>
/// <param name="ask">What was asked.</param>
/// <param name="tokenizer">Knows what tokens say.</param>
internal sealed class ChatChunks(EventStream events, AnswerFields fields, ChatAsk ask, ITokenizer tokenizer) : IChunks
{
    private readonly Choice[] choices = [.. Enumerable.Range(0, ask.Choices).Select(_ => new Choice())];

    /// <inheritdoc/>
    public void Begin()
    {
        for (var i = 0; i < choices.Length; i++)
        {
            var json = BeginChunk(i);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, ""u8);
            EndChunk(json, choices[i], null);
        }
    }

    /// <inheritdoc/>
    public void Write(int choice, AIContent content)
    {
        var said = choices[choice];
        switch (content)
        {
            case TextContent { Text: var text }:
                said.Length += AnswerFields.Length(text);
                var json = BeginChunk(choice);
                json.WriteString("content"u8, text);
                EndChunk(json, said, null);
                break;
            case DataContent picture:
                json = BeginChunk(choice);
                json.WriteStartArray("images");
                AnswerFields.WritePicture(json, picture, said.Pictures++, said.Length);
                json.WriteEndArray();
                EndChunk(json, said, null);
                break;
            case FunctionCallContent call:
                json = BeginChunk(choice);
                AnswerFields.WriteCalls(json, [call], said.Calls++);
                EndChunk(json, said, null);
                break;
        }
    }

    /// <inheritdoc/>
    public void Tell(int choice, IReadOnlyList<TokenChoice> tokens) => choices[choice].Tokens.AddRange(tokens);

    /// <inheritdoc/>
    public void End(int choice, ChatFinishReason? reason) => EndChunk(BeginChunk(choice), choices[choice], AnswerFields.Reason(reason));

    /// <inheritdoc/>
    public void WriteUsage(UsageTotal usage)
    {
        fields.WriteUsage(events.BeginEvent(), usage);
        events.EndEvent();
    }

    private Utf8JsonWriter BeginChunk(int choice)
    {
        var json = events.BeginEvent();
        json.WriteStartObject();
        fields.WriteHead(json);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private void EndChunk(Utf8JsonWriter json, Choice said, string? reason)
    {
        json.WriteEndObject();
        LogProbabilities.Write(json, said.Tokens, tokenizer);
        said.Tokens.Clear();
        json.WriteString("finish_reason", reason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (ask.TellsUsage)
        {
            json.WriteNull("usage"u8);
        }

        json.WriteEndObject();
        events.EndEvent();
    }

    private sealed class Choice
    {
        public long Length { get; set; }

        public int Pictures { get; set; }

        public int Calls { get; set; }

        public List<TokenChoice> Tokens { get; } = [];
    }
}
