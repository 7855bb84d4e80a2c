using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Requests;

/// <summary>
/// Messages in OpenAI's form. A message of text alone is a string; with a picture it is a list of parts in their order,
/// pictures as data URIs. What only tells of an answer (usage, errors, reasoning, previews) is passed over.
/// </summary>
/// <param name="writer">Into the body.</param>
/// <param name="passAddresses">Whether addresses of pictures are passed on.</param>
internal sealed partial class MessageWriter(Utf8JsonWriter writer, bool passAddresses)
{
    /// <summary>The property "messages".</summary>
    /// <param name="instructions">Go before everything as a system message; null for none.</param>
    /// <param name="messages">Read once.</param>
    public void Write(string? instructions, IEnumerable<ChatMessage> messages)
    {
        writer.WriteStartArray("messages");
        if (!string.IsNullOrWhiteSpace(instructions))
        {
            Write(new ChatMessage(ChatRole.System, instructions));
        }

        foreach (var message in messages)
        {
            Write(message);
        }

        writer.WriteEndArray();
    }

    private void Write(ChatMessage message)
    {
        var contents = message.Contents.Where(content =>
            content is not (UsageContent or ErrorContent or TextReasoningContent or ImageGenerationToolCallContent or ImageGenerationToolResultContent)).ToList();
        foreach (var result in contents.OfType<FunctionResultContent>())
        {
            WriteResult(result);
        }

        List<FunctionCallContent> calls = [.. contents.OfType<FunctionCallContent>()];
        List<AIContent> said = [.. contents.Where(content => content is not (FunctionResultContent or FunctionCallContent))];
        if (message.Role == ChatRole.Tool)
        {
            if ((said.FirstOrDefault() ?? calls.FirstOrDefault()) is { } stray)
            {
                throw RemoteThrow.Content(stray, "in a message of the tools'");
            }

            return;
        }

        if (said.Count + calls.Count > 0 || contents.Count == 0)
        {
            WriteSaid(message, said, calls);
        }
    }

    private void WriteSaid(ChatMessage message, List<AIContent> said, List<FunctionCallContent> calls)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        if (message.AuthorName is { } name && Name().IsMatch(name))
        {
            writer.WriteString("name", name);
        }

        writer.WritePropertyName("content");
        if (said.Count == 0 && calls.Count > 0)
        {
            writer.WriteNullValue();
        }
        else
        {
            WriteContent(said);
        }

        if (calls.Count > 0)
        {
            WriteCalls(calls);
        }

        writer.WriteEndObject();
    }

    private void WriteContent(List<AIContent> contents)
    {
        if (contents.TrueForAll(content => content is TextContent))
        {
            writer.WriteStringValue(string.Concat(contents.Cast<TextContent>().Select(content => content.Text)));
            return;
        }

        writer.WriteStartArray();
        foreach (var content in contents)
        {
            WritePart(content);
        }

        writer.WriteEndArray();
    }

    private void WritePart(AIContent content)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("text", text.Text);
                break;
            case DataContent data when data.HasTopLevelMediaType("text"):
                writer.WriteString("type", "text");
                writer.WriteString("text", data.Data.Span);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                WritePicture(DataUri(data), data);
                break;
            case UriContent { Uri.IsAbsoluteUri: true } address when address.HasTopLevelMediaType("image"):
                WritePicture(AllowedAddress(address.Uri), address);
                break;
            case DataContent data:
                throw RemoteThrow.MediaType(data.MediaType);
            case UriContent address:
                throw RemoteThrow.MediaType(address.MediaType);
            default:
                throw RemoteThrow.Content(content, "in a message");
        }

        writer.WriteEndObject();
    }

    private void WritePicture(ReadOnlySpan<byte> url, AIContent content)
    {
        writer.WriteString("type", "image_url");
        writer.WriteStartObject("image_url");
        writer.WriteString("url", url);
        if (content.AdditionalProperties?.TryGetValue("detail", out var detail) is true && detail is not null)
        {
            writer.WriteString("detail", detail.ToString());
        }

        writer.WriteEndObject();
    }

    private ReadOnlySpan<byte> AllowedAddress(Uri address) =>
        passAddresses && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? Encoding.UTF8.GetBytes(address.AbsoluteUri)
            : throw RemoteThrow.PictureAddress(address);

    /// <summary>Not by <see cref="DataContent.Uri"/>, which would keep the text with the caller's content.</summary>
    private static ReadOnlySpan<byte> DataUri(DataContent data)
    {
        var head = Encoding.UTF8.GetBytes($"data:{data.MediaType};base64,");
        var url = new byte[head.Length + Base64.GetMaxEncodedToUtf8Length(data.Data.Length)];
        head.CopyTo(url, 0);
        Base64.EncodeToUtf8(data.Data.Span, url.AsSpan(head.Length), out _, out _);
        return url;
    }

    private void WriteCalls(List<FunctionCallContent> calls)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.CallId);
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", Json(call.Arguments ?? new Dictionary<string, object?>()));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteResult(FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role", ChatRole.Tool.Value);
        writer.WriteString("tool_call_id", result.CallId);
        writer.WritePropertyName("content");
        switch (result.Result)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case AIContent content:
                WriteContent([content]);
                break;
            case IEnumerable<AIContent> contents:
                WriteContent([.. contents]);
                break;
            case null when result.Exception is not null:
                writer.WriteStringValue("Error: the function failed.");
                break;
            default:
                writer.WriteStringValue(Json(result.Result));
                break;
        }

        writer.WriteEndObject();
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions);

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
