using System.Text;
using System.Text.Json;

namespace Chameleon.Engine.Tests.Tokenization;

/// <summary>One line of <c>golden/tokenizer/cases.jsonl</c>; its README says what the fields mean.</summary>
internal sealed class TokenizerCase(JsonElement json)
{
    public int Id => json.GetProperty("id").GetInt32();

    public string Kind => json.GetProperty("kind").GetString()!;

    public bool IsRecipe => json.TryGetProperty("recipe", out _);

    /// <summary>The text as a caller would hand it in: lone surrogates where the case has them.</summary>
    public string Text =>
        json.TryGetProperty("utf16", out var units) ? string.Concat(units.EnumerateArray().Select(unit => (char)unit.GetInt32()))
        : json.TryGetProperty("recipe", out var recipe) ? Cook(recipe)
        : json.GetProperty("text").GetString()!;

    /// <summary>The text in well-formed Unicode.</summary>
    public string WellFormedText => json.TryGetProperty("text", out var text) ? text.GetString()! : Text;

    public int[] Ids => Integers("ids");

    public int[] PlainIds => json.TryGetProperty("plain_ids", out _) ? Integers("plain_ids") : Ids;

    public string Decoded => json.TryGetProperty("decoded", out var decoded) ? decoded.GetString()! : WellFormedText;

    public string DecodedWithoutSpecials =>
        json.TryGetProperty("decoded_skip", out var decoded) ? decoded.GetString()! : Decoded;

    public string[]? Pieces => json.TryGetProperty("pre", out var pieces)
        ? [.. pieces.EnumerateArray().Select(piece => piece.GetString()!)]
        : null;

    public JsonElement Json => json;

    public static IReadOnlyList<TokenizerCase> All { get; } =
        [.. ReadLines("cases.jsonl").Select(line => new TokenizerCase(line))];

    public static IEnumerable<JsonElement> ReadLines(string file) =>
        File.ReadLines(Golden.Path("tokenizer", file)).Select(line => JsonDocument.Parse(line).RootElement);

    private static string Cook(JsonElement recipe)
    {
        if (recipe.ValueKind == JsonValueKind.String)
        {
            return recipe.GetString()!;
        }

        if (recipe.TryGetProperty("concat", out var parts))
        {
            return string.Concat(parts.EnumerateArray().Select(Cook));
        }

        return recipe.TryGetProperty("repeat", out var repeated)
            ? new StringBuilder().Insert(0, Cook(repeated), recipe.GetProperty("times").GetInt32()).ToString()
            : Draw(recipe);
    }

    private static string Draw(JsonElement recipe)
    {
        var alphabet = recipe.GetProperty("alphabet").GetString()!.EnumerateRunes().ToArray();
        var x = recipe.GetProperty("lcg").GetInt64();
        var text = new StringBuilder();
        for (var i = recipe.GetProperty("length").GetInt32(); i > 0; i--)
        {
            x = ((x * 1103515245) + 12345) % (1L << 31);
            text.Append(alphabet[(x >> 16) % alphabet.Length]);
        }

        return text.ToString();
    }

    private int[] Integers(string name) => [.. json.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
