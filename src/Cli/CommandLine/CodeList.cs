using System.Globalization;
using System.Text.Json;

namespace Chameleon.Cli.CommandLine;

/// <summary>Reads picture codes as <c>encode</c> prints them, plain or as JSON.</summary>
internal static class CodeList
{
    private static readonly char[] Separators = [' ', ',', '\t', '\r', '\n', '[', ']'];

    /// <summary>The codes of a text; whether there are enough and none is too large is the model's to say.</summary>
    /// <exception cref="CommandFailure">Something in it is no number.</exception>
    public static int[] Parse(string text)
    {
        var trimmed = text.TrimStart();
        return trimmed.StartsWith('{') ? FromJson(trimmed) : [.. trimmed.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(Number)];
    }

    private static int[] FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("codes", out var codes) && codes.ValueKind == JsonValueKind.Array
                ? [.. codes.EnumerateArray().Select(code => Number(code.GetRawText()))]
                : throw CommandFailure.Usage("The JSON object has no array \"codes\".");
        }
        catch (JsonException exception)
        {
            throw CommandFailure.Usage($"The codes look like JSON but are not: {exception.Message}");
        }
    }

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        ? code
        : throw CommandFailure.Usage($"'{(word.Length > 40 ? word[..40] + "…" : word)}' is no picture code; codes are whole numbers from 0.");
}
