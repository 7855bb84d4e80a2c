using System.Diagnostics.CodeAnalysis;

namespace Chameleon.Hub;

/// <summary>The name of a model's repository: OWNER/NAME, by the hub's own rules, so that it can be a folder's name too.</summary>
public sealed record RepositoryId
{
    private const int LongestPart = 96;
    private const string FolderPrefix = "models--";

    private RepositoryId(string owner, string name) => (Owner, Name) = (owner, name);

    /// <summary>Whose.</summary>
    public string Owner { get; }

    /// <summary>Which.</summary>
    public string Name { get; }

    /// <summary>Its folder in the cache.</summary>
    internal string FolderName => $"{FolderPrefix}{Owner}--{Name}";

    /// <summary>Reads OWNER/NAME.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RepositoryId? repository)
    {
        ArgumentNullException.ThrowIfNull(text);
        repository = text.Split('/') is [var owner, var name] && IsPart(owner) && IsPart(name) ? new(owner, name) : null;
        return repository is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    /// <summary>Whose folder in the cache it is; null when it is no model's with an owner.</summary>
    internal static RepositoryId? OfFolder(string folderName) =>
        folderName.StartsWith(FolderPrefix, StringComparison.Ordinal)
        && folderName[FolderPrefix.Length..].Split("--") is [var owner, var name]
        && TryParse($"{owner}/{name}", out var repository)
            ? repository
            : null;

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= LongestPart
        && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && part[0] is not ('-' or '.')
        && part[^1] is not ('-' or '.')
        && !part.Contains("--", StringComparison.Ordinal)
        && !part.Contains("..", StringComparison.Ordinal);
}
