using System.Text;
using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>
/// Every single byte and then whatever a test adds: tokens across the borders of a document's structure, halves of
/// characters, halves of escapes, two tokens with the same bytes. The last id ends an answer.
/// </summary>
internal sealed class TestVocabulary : ITokenizer
{
    private static readonly string[] Snippets =
    [
        "{\"", "\":", "\": ", "\": \"", "\", \"", "\"}", "\"]", "]}", "}}", "},{", "}, {\"", "[{", "[[", "{}", "[]", ", ", ",\"", "true", "false", "null",
        "ull", " 12", "12", "0", "-1", "1.5", ".0", "e+", "E-7", "\\u", "\\u00", "\\ud83d", "\\n", "\\", "\\\"", "a\"b", "ab", "abc", "name", "names",
        "value\"", "  ", " ", "\n", "\t", "é", "日本", "😀", "<tool_call>", "<tool", "_call>{\"", "tool_call>", "text <tool_call>{", "\"name\": \"", "2024-", "}\n<tool_call>",
    ];

    private static readonly byte[][] Halves = [[0xE6, 0x97], [0xA5, 0xE6], [0xF0, 0x9F], [0x98, 0x80], [0xC3], [0xA9, (byte)'"'], [0xED, 0xA0], [0x80, 0x80, 0x80]];

    private readonly List<byte[]> tokens;

    public TestVocabulary(Random random, int randomTokens = 60)
    {
        tokens = [.. Enumerable.Range(0, 256).Select(value => (byte[])[(byte)value]), .. Snippets.Select(Encoding.UTF8.GetBytes), .. Halves];
        tokens.Add([]);
        for (var i = 0; i < randomTokens; i++)
        {
            var parts = Enumerable.Range(0, random.Next(2, 4)).SelectMany(_ => tokens[random.Next(10) == 0 ? random.Next(256) : random.Next(256, tokens.Count)]);
            tokens.Add([.. parts]);
        }

        End = tokens.Count;
        Text = new TextVocabulary(this, Enumerable.Range(0, tokens.Count).ToArray(), [End], End + 1);
    }

    public int End { get; }

    public TextVocabulary Text { get; }

    public ReadOnlySpan<byte> BytesOf(int id) => tokens[id];

    public int[] Encode(string text) => throw new NotSupportedException();

    public string Decode(ReadOnlySpan<int> ids) => Encoding.UTF8.GetString([.. ids.ToArray().Where(id => id != End).SelectMany(id => tokens[id])]);

    public ITextDecoder CreateDecoder() => throw new NotSupportedException();
}
