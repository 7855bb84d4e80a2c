using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Codes of pictures that were encoded before, so that a long chat encodes none twice: by the very object that the caller
/// hands over again, and by the SHA-256 of the file among callers of one cache scope. Never more than what encoding gives,
/// so that an answer does not depend on what is remembered. Thread-safe.
/// </summary>
internal sealed class PictureMemory
{
    private const int RememberedPictures = 1024;
    private readonly ConditionalWeakTable<DataContent, int[]> byObject = [];
    private readonly LruCache<(string Scope, string Hash), int[]> byFile = new(RememberedPictures, _ => 1);

    /// <summary>The codes, if they are known.</summary>
    /// <param name="content">The object; null when the file was fetched.</param>
    /// <param name="file">The file.</param>
    /// <param name="scope">Who asks; null shares with nobody.</param>
    public int[]? Find(DataContent? content, ReadOnlySpan<byte> file, string? scope)
    {
        if (content is not null && byObject.TryGetValue(content, out var codes))
        {
            return codes;
        }

        if (scope is null || !byFile.TryGet((scope, HashOf(content, file)), out codes))
        {
            return null;
        }

        Remember(content, codes);
        return codes;
    }

    /// <summary>Remembers codes.</summary>
    /// <param name="content">The object; null when the file was fetched.</param>
    /// <param name="file">The file.</param>
    /// <param name="scope">Who may know; null for nobody.</param>
    /// <param name="codes">Its codes.</param>
    public void Add(DataContent? content, ReadOnlySpan<byte> file, string? scope, int[] codes)
    {
        Remember(content, codes);
        if (scope is not null)
        {
            byFile.Set((scope, HashOf(content, file)), codes);
        }
    }

    private static string HashOf(DataContent? content, ReadOnlySpan<byte> file) =>
        Convert.ToHexString(content is null ? SHA256.HashData(file) : PictureHash.Of(content));

    private void Remember(DataContent? content, int[] codes)
    {
        if (content is not null)
        {
            byObject.AddOrUpdate(content, codes);
        }
    }
}
