using System.Text.RegularExpressions;

namespace Chameleon.Hub;

/// <summary>Which files of a repository a model is made of. The others, and all folders, are left where they are.</summary>
internal static partial class FileChoice
{
    /// <summary>What says what kind of model it is.</summary>
    public const string Config = "config.json";

    /// <summary>Says which shard holds which tensor.</summary>
    public const string Index = "model.safetensors.index.json";

    /// <summary>All weights in one.</summary>
    public const string Single = "model.safetensors";

    /// <summary>Bytes that a file has at most that holds no weights.</summary>
    public const long LargestText = 128 * 1024 * 1024;

    private static readonly string[] Small =
    [
        Config, "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "preprocessor_config.json", "processor_config.json", "chat_template.json", "chat_template.jinja", "README.md", "LICENSE",
    ];

    /// <summary>The files, in the order in which they are fetched: what says that it is no model comes first, weights come last.</summary>
    /// <exception cref="HubException">It is no model.</exception>
    public static IReadOnlyList<HubFile> Of(RepositoryId repository, HubListing listing)
    {
        var files = listing.Files.DistinctBy(file => file.Name).ToDictionary(file => file.Name);
        if (!files.ContainsKey(Config))
        {
            throw HubThrow.NoConfig(repository);
        }

        HubFile[] weights = files.TryGetValue(Single, out var single)
            ? [single]
            : files.TryGetValue(Index, out var index)
                ? [index, .. files.Values.Where(file => Shard().IsMatch(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal)]
                : [];
        return weights is [{ Name: Single }] or { Length: > 1 }
            ? [.. Small.Where(files.ContainsKey).Select(name => files[name]), .. weights]
            : throw HubThrow.NoWeights(repository);
    }

    /// <summary>Whether a file holds weights.</summary>
    public static bool IsWeights(HubFile file) => file.Name.EndsWith(".safetensors", StringComparison.Ordinal);

    [GeneratedRegex(@"^model-\d{5}-of-\d{5}\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shard();
}
