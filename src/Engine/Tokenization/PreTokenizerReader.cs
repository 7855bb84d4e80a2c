using System.Text.Json;
using static Chameleon.Engine.Checkpoints.CheckpointException;

namespace Chameleon.Engine.Tokenization;

/// <summary>Builds the chain of rules that <c>pre_tokenizer</c> describes.</summary>
internal sealed class PreTokenizerReader(TokenizerJson json)
{
    private const int MostRules = 16;

    // Each pattern has its own scanner: exact for code points, linear for hostile text.
    private static readonly Dictionary<string, ISplitRule> Patterns = new()
    {
        ["<sentinel:[0-9]+>"] = new BracketRule("<sentinel:", '0', '9', int.MaxValue, '>'),
        ["(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z"] = new BracketRule("IMGIMG", 'A', 'I', 4, 'Z'),
        [@"([\t\n]|    |  )"] = new BlankRule(),
        [@"\p{N}"] = new ClassRule(CharacterClass.Number),
        [@"[\p{P}!-/:-@\[-`{-~]"] = new ClassRule(CharacterClass.PatternPunctuation),
    };

    /// <summary>Reads one component or a sequence of them; the last is <c>ByteLevel</c>.</summary>
    public PreTokenizer Read(JsonElement component)
    {
        const string Where = "pre_tokenizer";
        JsonElement[] components = json.Text(component, Where, "type") == "Sequence"
            ? [.. json.Required(component, Where, "pretokenizers", JsonValueKind.Array).EnumerateArray()]
            : [component];
        if (components.Length is 0 or > MostRules)
        {
            throw json.Unsupported(Where, $"a sequence of {components.Length} components (1 to {MostRules} are)");
        }

        var rules = new List<ISplitRule>();
        for (var i = 0; i < components.Length - 1; i++)
        {
            rules.Add(ReadRule(components[i], $"{Where}.pretokenizers[{i}]"));
        }

        return new PreTokenizer(rules, ReadByteLevel(components[^1], Where));
    }

    private ISplitRule ReadRule(JsonElement component, string where)
    {
        switch (json.Text(component, where, "type"))
        {
            case "Split":
                RequireIsolated(component, where);
                json.RefuseFlag(component, where, "invert");
                return ReadPattern(json.Required(component, where, "pattern", JsonValueKind.Object), where);
            case "Digits":
                return json.Flag(component, where, "individual_digits")
                    ? new ClassRule(CharacterClass.Digit)
                    : throw json.Unsupported(where, "individual_digits: false");
            case "Punctuation":
                RequireIsolated(component, where);
                return new ClassRule(CharacterClass.Punctuation);
            case var other:
                throw json.Unsupported(where, $"type {Quote(other)} in front of ByteLevel");
        }
    }

    private ISplitRule ReadPattern(JsonElement pattern, string where)
    {
        var text = json.Text(pattern, where, "Regex");
        return Patterns.TryGetValue(text, out var rule)
            ? rule
            : throw json.Unsupported(where, $"the pattern {Quote(text)}");
    }

    private void RequireIsolated(JsonElement component, string where)
    {
        if (json.Text(component, where, "behavior") is not "Isolated" and var behavior)
        {
            throw json.Unsupported(where, $"behavior {Quote(behavior)}");
        }
    }

    private bool ReadByteLevel(JsonElement component, string where)
    {
        if (json.Text(component, where, "type") is not "ByteLevel" and var type)
        {
            throw json.Unsupported(where, $"a chain that ends with {Quote(type)} and not with ByteLevel");
        }

        json.RefuseFlag(component, where, "add_prefix_space");

        // Absent in the oldest files, where the words were always split.
        return TokenizerJson.Optional(component, "use_regex") is null || json.Flag(component, where, "use_regex");
    }
}
