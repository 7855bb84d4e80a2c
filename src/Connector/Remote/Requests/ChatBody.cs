using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Requests;

/// <summary>The body of a chat request.</summary>
internal static class ChatBody
{
    // Base64 has plus signs, which the default encoder would write as six characters each.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="messages">Read once.</param>
    /// <param name="options">The caller's; not changed.</param>
    /// <param name="client">Given to the caller's factory of raw options.</param>
    /// <param name="modelId">Asked for when nothing else is.</param>
    /// <param name="remote">Whether to stream, and what may be passed on.</param>
    public static ReadOnlyMemory<byte> Write(
        IEnumerable<ChatMessage> messages, ChatOptions? options, IChatClient client, string modelId, ChameleonRemoteOptions remote)
    {
        var fields = OptionFields.Of(options, client);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("model", options?.ModelId ?? (string?)fields["model"] ?? modelId);
            new MessageWriter(writer, remote.PassPictureAddresses).Write(options?.Instructions, messages);
            writer.WriteBoolean("stream", remote.StreamAnswers);
            if (remote.StreamAnswers)
            {
                writer.WriteStartObject("stream_options");
                writer.WriteBoolean("include_usage", true);
                writer.WriteEndObject();
            }

            WriteFields(writer, fields);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteFields(Utf8JsonWriter writer, JsonObject fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value is not null && !OptionFields.IsOurs(name))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
    }
}
