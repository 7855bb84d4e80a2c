using System.IO.Pipelines;
using System.Text.Json;

namespace Chameleon.Web.Data.Exchange;

/// <summary>Writes a conversation as JSON, message by message.</summary>
internal static class JsonExport
{
    private const int FlushAt = 64 * 1024;

    /// <param name="source">The conversation.</param>
    /// <param name="embed">Whether the pictures are in the file itself.</param>
    /// <param name="stream">Where to; never written to synchronously.</param>
    /// <param name="cancellationToken">Ends between two messages.</param>
    public static async Task WriteAsync(ConversationSource source, bool embed, Stream stream, CancellationToken cancellationToken)
    {
        var head = await source.HeadAsync(cancellationToken).ConfigureAwait(false);
        // Between the writer and the stream: the serializer flushes the writer by itself, and synchronously.
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var json = new Utf8JsonWriter(
            pipe, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = ConversationDocument.Options.Encoder });
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("format", ConversationDocument.FormatName);
            json.WriteNumber("version", ConversationDocument.NewestVersion);
            json.WriteString("title", head.Title);
            Write("settings", JsonElement.Parse(head.SettingsJson));
            if (head.Leaf is { } leaf)
            {
                json.WriteNumber("leaf", leaf.Value);
            }

            json.WriteStartArray("messages");
            await foreach (var message in source.MessagesAsync(cancellationToken).ConfigureAwait(false))
            {
                JsonSerializer.Serialize(json, MessageDocument.Of(message), ConversationDocument.Options);
                await FlushAsync().ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteStartObject("pictures");
            foreach (var picture in await source.PicturesAsync(cancellationToken).ConfigureAwait(false))
            {
                var data = embed ? await source.FileAsync(picture, cancellationToken).ConfigureAwait(false) : null;
                Write(picture.Hash.ToString(), PictureDocument.Of(picture, data));
                await FlushAsync().ConfigureAwait(false);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        await pipe.CompleteAsync().ConfigureAwait(false);

        void Write<T>(string name, T value)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, ConversationDocument.Options);
        }

        async Task FlushAsync()
        {
            if (pipe.UnflushedBytes > FlushAt)
            {
                await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
