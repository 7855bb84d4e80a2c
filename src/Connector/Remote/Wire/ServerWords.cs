using System.Text;
using System.Text.Json;

namespace Chameleon.Connector.Remote.Wire;

/// <summary>What a server said about an error, made fit for a message: one line, of bearable length, without the key.</summary>
/// <param name="secret">The key; null when there is none.</param>
internal sealed class ServerWords(string? secret)
{
    private const int MostBytes = 64 * 1024;
    private const int MostCharacters = 500;

    /// <summary>The words of an error's body, of which only the beginning is read.</summary>
    public async Task<string> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        try
        {
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The status alone has to do.
        }

        return Of(buffer.AsMemory(0, length));
    }

    /// <summary>The words of an error object: OpenAI's, FastAPI's, or whatever text there is.</summary>
    public string Of(JsonElement error) => Clean(Find(error) ?? error.ToString());

    private static string? Find(JsonElement error) => error switch
    {
        { ValueKind: JsonValueKind.String } => error.GetString(),
        { ValueKind: JsonValueKind.Object } when error.TryGetProperty("error", out var inner) => Find(inner) ?? inner.ToString(),
        { ValueKind: JsonValueKind.Object } when error.TryGetProperty("message", out var message) => Find(message) ?? message.ToString(),
        { ValueKind: JsonValueKind.Object } when error.TryGetProperty("detail", out var detail) => Find(detail) ?? detail.ToString(),
        _ => null,
    };

    private string Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body.Span);
            return text.TrimStart().StartsWith('<') ? "(a web page)" : Clean(text);
        }
    }

    private string Clean(string text)
    {
        var hidden = string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "[key]", StringComparison.Ordinal);
        var line = string.Join(' ', hidden.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var kept = line.Length > MostCharacters ? $"{line.AsSpan(0, MostCharacters)}…" : line;
        return Telemetry.LogText.Escape(kept);
    }
}
