using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>The fields that whole answers and pieces of them share.</summary>
/// <param name="kind">What <c>object</c> says.</param>
/// <param name="id">The answer's id.</param>
/// <param name="model">Who answers.</param>
/// <param name="created">When.</param>
internal sealed class AnswerFields(string kind, string id, string model, DateTimeOffset created)
{
    private readonly JsonEncodedText kind = JsonEncodedText.Encode(kind);
    private readonly JsonEncodedText id = JsonEncodedText.Encode(id);
    private readonly JsonEncodedText model = JsonEncodedText.Encode(model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private readonly long created = created.ToUnixTimeSeconds();

    /// <summary>Writes what every answer begins with.</summary>
    public void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
    }

    /// <summary>Writes the piece that says what all answers took.</summary>
    public void WriteUsage(Utf8JsonWriter json, UsageTotal usage)
    {
        json.WriteStartObject();
        WriteHead(json);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        usage.Write(json);
        json.WriteEndObject();
    }

    /// <summary>Writes calls as the field <c>tool_calls</c>.</summary>
    /// <param name="json">Where.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="first">Number of the first of them where they are pieces; null: they are all.</param>
    public static void WriteCalls(Utf8JsonWriter json, IEnumerable<FunctionCallContent> calls, int? first = null)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            if (first is { } number)
            {
                json.WriteNumber("index", number);
                first++;
            }

            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a drawn picture as an item of the field <c>images</c>.</summary>
    /// <param name="json">Where.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="index">Which of the answer, from 0.</param>
    /// <param name="offset">How many characters of the answer's text stand before it.</param>
    public static void WritePicture(Utf8JsonWriter json, DataContent picture, int index, long offset)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        json.WriteNumber("index", index);
        json.WriteNumber(DrawnPictures.Offset, offset);
        json.WriteStartObject("image_url");
        json.WriteString("url", picture.Uri);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Characters, as people's languages count them: a surrogate pair is one.</summary>
    public static long Length(ReadOnlySpan<char> text)
    {
        var count = 0L;
        foreach (var letter in text)
        {
            count += char.IsLowSurrogate(letter) ? 0 : 1;
        }

        return count;
    }

    /// <summary>Why an answer ended, in the protocol's words.</summary>
    public static string Reason(ChatFinishReason? reason) => reason?.Value ?? "stop";
}
