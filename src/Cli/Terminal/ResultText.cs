using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chameleon.Cli.Terminal;

/// <summary>How results reach standard output: as they are for scripts, without control characters for a terminal.</summary>
internal static class ResultText
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes text.</summary>
    public static void Write(this Shell shell, string text) => shell.Out.Write(shell.OutIsTerminal ? TerminalText.Escape(text) : text);

    /// <summary>Writes a line.</summary>
    public static void WriteLine(this Shell shell, string text) => shell.Write(text + "\n");

    /// <summary>Writes one JSON object on one line.</summary>
    public static void WriteJson(this Shell shell, Action<Utf8JsonWriter> properties)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        shell.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Writes an array of numbers as a property.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
