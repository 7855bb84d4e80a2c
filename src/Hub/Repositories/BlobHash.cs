using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chameleon.Hub;

/// <summary>The hash of a file's content, by which the cache names it: SHA-256 of a large file, git's SHA-1 of a small one.</summary>
internal readonly record struct BlobHash
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    private BlobHash(string digits) => Digits = digits;

    /// <summary>Lower-case hexadecimal digits, and nothing else: fit to be a file's name.</summary>
    public string Digits { get; }

    /// <summary>Reads digits; null when they are neither hash.</summary>
    public static BlobHash? Parse(string? text) =>
        text is { Length: Sha1Digits or Sha256Digits } && text.All(char.IsAsciiHexDigitLower) ? new(text) : null;

    /// <summary>Reads an entity tag; null when it holds neither hash.</summary>
    public static BlobHash? OfTag(string? tag) =>
        Parse((tag?.StartsWith("W/", StringComparison.Ordinal) == true ? tag[2..] : tag)?.Trim('"'));

    /// <summary>A hash to which the content of a file of so many bytes is still to be added.</summary>
    public IncrementalHash Begin(long size)
    {
        if (Digits.Length == Sha256Digits)
        {
            return IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }

        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
        return hash;
    }

    /// <summary>Whether it is the hash of what was added.</summary>
    public bool Matches(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetCurrentHash()) == Digits;
}
