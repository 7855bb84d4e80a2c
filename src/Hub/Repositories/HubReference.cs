using System.Diagnostics.CodeAnalysis;

namespace Chameleon.Hub;

/// <summary>A model on a hub: a repository, and a revision of it.</summary>
public sealed record HubReference
{
    /// <summary>The revision that is meant when none is named.</summary>
    public const string DefaultRevision = "main";

    private const int LongestRevision = 200;
    private const int CommitLength = 40;

    private HubReference(RepositoryId repository, string revision) => (Repository, Revision) = (repository, revision);

    /// <summary>The repository.</summary>
    public RepositoryId Repository { get; }

    /// <summary>A branch, a tag or a commit.</summary>
    public string Revision { get; }

    /// <summary>Reads OWNER/NAME or OWNER/NAME@REVISION.</summary>
    /// <exception cref="HubException">It is neither.</exception>
    public static HubReference Parse(string text)
    {
        var (name, revision) = Split(text);
        if (!RepositoryId.TryParse(name, out var repository))
        {
            throw HubThrow.Name(text);
        }

        return IsRevision(revision) ? new(repository, revision) : throw HubThrow.Revision(revision);
    }

    /// <summary>Reads OWNER/NAME or OWNER/NAME@REVISION, if it is one of them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HubReference? reference)
    {
        var (name, revision) = Split(text);
        reference = RepositoryId.TryParse(name, out var repository) && IsRevision(revision) ? new(repository, revision) : null;
        return reference is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Revision == DefaultRevision ? Repository.ToString() : $"{Repository}@{Revision}";

    /// <summary>Whether this is how a commit is written.</summary>
    internal static bool IsCommit(string text) => text.Length == CommitLength && text.All(char.IsAsciiHexDigitLower);

    internal static HubReference Of(RepositoryId repository, string revision) => new(repository, revision);

    private static (string Name, string Revision) Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().Split('@', 2) is [var name, var revision] ? (name, revision) : (text.Trim(), DefaultRevision);
    }

    // Such a revision can be a file's path below refs/ and part of an address.
    internal static bool IsRevision(string text) =>
        text.Length is > 0 and <= LongestRevision
        && text.Split('/').All(static part => part.Length > 0
            && part[0] != '.'
            && !part.Contains("..", StringComparison.Ordinal)
            && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}
