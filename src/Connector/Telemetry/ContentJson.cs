using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// Prompts and answers as the semantic conventions of generative AI write them: messages of typed parts. Of a picture
/// only its kind and size are told, wherever it stands.
/// </summary>
internal static partial class ContentJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions ValueOptions = MakeValueOptions();

    /// <summary>A prompt: an array of messages.</summary>
    public static string Messages(IEnumerable<ChatMessage> messages) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var message in messages)
        {
            WriteMessage(writer, message.Role.Value, message.Contents.Select(Part), finishReason: null);
        }

        writer.WriteEndArray();
    });

    /// <summary>An answer: an array of one message.</summary>
    /// <param name="parts">JSON by <see cref="Part"/>; null ones are left out.</param>
    /// <param name="finishReason">Why it ended; null when it did not.</param>
    public static string Answer(IEnumerable<string?> parts, string? finishReason) => Write(writer =>
    {
        writer.WriteStartArray();
        WriteMessage(writer, ChatRole.Assistant.Value, parts, finishReason);
        writer.WriteEndArray();
    });

    /// <summary>System instructions: an array of one text.</summary>
    public static string Instructions(string text) => Write(writer =>
    {
        writer.WriteStartArray();
        writer.WriteRawValue(Part(new TextContent(text))!);
        writer.WriteEndArray();
    });

    /// <summary>One content; null for what says nothing of the conversation (usage, previews of a picture that follows).</summary>
    public static string? Part(AIContent content) => content switch
    {
        UsageContent or ImageGenerationToolResultContent => null,
        _ => Write(writer => WritePart(writer, content)),
    };

    private static void WriteMessage(Utf8JsonWriter writer, string role, IEnumerable<string?> parts, string? finishReason)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteStartArray("parts");
        foreach (var part in parts)
        {
            if (part is not null)
            {
                writer.WriteRawValue(part);
            }
        }

        writer.WriteEndArray();
        if (finishReason is not null)
        {
            writer.WriteString("finish_reason", finishReason);
        }

        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("content", WithoutPictures(text.Text));
                break;
            case TextReasoningContent reasoning:
                writer.WriteString("type", "reasoning");
                writer.WriteString("content", WithoutPictures(reasoning.Text));
                break;
            case DataContent data:
                writer.WriteString("type", "blob");
                writer.WriteString("modality", data.HasTopLevelMediaType("image") ? "image" : "file");
                writer.WriteString("mime_type", data.MediaType);
                writer.WriteNumber("bytes", data.Data.Length);
                break;
            case UriContent uri:
                writer.WriteString("type", "uri");
                writer.WriteString("mime_type", uri.MediaType);
                writer.WriteString("uri", WithoutPictures(uri.Uri.OriginalString));
                break;
            case FunctionCallContent call:
                writer.WriteString("type", "tool_call");
                writer.WriteString("id", call.CallId);
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                WriteValue(writer, call.Arguments);
                break;
            case FunctionResultContent result:
                writer.WriteString("type", "tool_call_response");
                writer.WriteString("id", result.CallId);
                writer.WritePropertyName("response");
                WriteValue(writer, result.Result);
                break;
            case ErrorContent error:
                writer.WriteString("type", "error");
                writer.WriteString("content", WithoutPictures(error.Message));
                break;
            default:
                writer.WriteString("type", content.GetType().Name);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case AIContent content:
                WritePart(writer, content);
                break;
            case IReadOnlyCollection<AIContent> contents:
                writer.WriteStartArray();
                foreach (var content in contents)
                {
                    WritePart(writer, content);
                }

                writer.WriteEndArray();
                break;
            case byte[] or ReadOnlyMemory<byte> or Stream:
                writer.WriteStringValue("(bytes)");
                break;
            case IEnumerable<AIContent>:
                // It may be there to be read once, and not by a log.
                writer.WriteStringValue("(contents)");
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                WriteObject(writer, value);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, object value)
    {
        try
        {
            writer.WriteRawValue(WithoutPictures(JsonSerializer.Serialize(value, ValueOptions)));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            // A tool may take or return what JSON cannot hold; the log is no reason to fail its call.
            writer.WriteStringValue(value.GetType().Name);
        }
    }

    private static string WithoutPictures(string? text) =>
        text is null ? "" : text.Contains(";base64,", StringComparison.OrdinalIgnoreCase) ? Base64Payload().Replace(text, "$1…") : text;

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static JsonSerializerOptions MakeValueOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false };
        options.Converters.Add(new BytesConverter());
        options.Converters.Add(new PictureConverter());
        options.MakeReadOnly();
        return options;
    }

    [GeneratedRegex("(;base64,)[A-Za-z0-9+/=_%-]+", RegexOptions.IgnoreCase)]
    private static partial Regex Base64Payload();

    /// <summary>A tool's own objects may carry a picture as bytes.</summary>
    private sealed class BytesConverter : System.Text.Json.Serialization.JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"({value.Length} bytes)");
    }

    /// <summary>A picture inside a tool's own object or an argument.</summary>
    private sealed class PictureConverter : System.Text.Json.Serialization.JsonConverter<DataContent>
    {
        public override DataContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DataContent value, JsonSerializerOptions options) => WritePart(writer, value);
    }
}
