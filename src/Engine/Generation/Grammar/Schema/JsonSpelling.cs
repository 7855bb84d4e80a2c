using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>The one way in which names and listed values are spelled: without white space, escaped only where JSON demands it.</summary>
internal static class JsonSpelling
{
    private const string Escaped = "\"\\\b\f\n\r\t";
    private const string Letters = "\"\\bfnrt";

    /// <summary>A string with its quotes.</summary>
    public static string Of(string text)
    {
        var spelled = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (Escaped.IndexOf(character) is >= 0 and var known)
            {
                spelled.Append('\\').Append(Letters[known]);
            }
            else if (character < ' ')
            {
                spelled.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                spelled.Append(character);
            }
        }

        return spelled.Append('"').ToString();
    }

    /// <summary>A value; numbers as the schema has them.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Of))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(member => $"{Of(member.Name)}:{Of(member.Value)}"))}}}",
        _ => value.GetRawText(),
    };
}
