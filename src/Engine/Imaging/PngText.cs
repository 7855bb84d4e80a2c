using System.Text;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// The text that a PNG carries: key and value pairs such as the parameters of a drawing. Written uncompressed, as
/// <c>tEXt</c> where Latin-1 suffices and as <c>iTXt</c> in UTF-8 elsewhere. Thread-safe.
/// </summary>
public static class PngText
{
    /// <summary>Most entries that are read from one file.</summary>
    public const int MaxEntries = 256;

    /// <summary>Most bytes of text that are read from one file.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int LongestKey = 79;

    /// <summary>
    /// The text of a PNG file. Compressed text is left out, never inflated; of equal keys the first counts. A file that
    /// is cut short gives what comes before the cut.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="ImageFormatException">No PNG, or text beyond <see cref="MaxEntries"/> or <see cref="MaxBytes"/>.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngChunks.Signature))
        {
            throw new ImageFormatException("The file is not a PNG picture and holds no text.");
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0L;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            if (Parse(chunks.Type, chunks.Data) is not var (key, value))
            {
                continue;
            }

            bytes += chunks.Data.Length;
            if (bytes > MaxBytes || entries.Count == MaxEntries)
            {
                throw new ImageFormatException($"The PNG picture carries too much text; at most {MaxEntries} entries and {MaxBytes} bytes are read.");
            }

            entries.TryAdd(key, value);
        }

        return entries;
    }

    /// <summary>Writes one entry.</summary>
    /// <exception cref="ArgumentException">The key is not 1 to 79 printable Latin-1 characters, or the value holds NUL.</exception>
    internal static void Write(PngWriter writer, string key, string value)
    {
        if (key.Length is < 1 or > LongestKey || key.Trim() != key || key.Contains("  ", StringComparison.Ordinal) || !key.All(IsPrintable))
        {
            throw new ArgumentException($"A PNG text key has 1 to {LongestKey} printable Latin-1 characters and no stray spaces, got '{key}'.", nameof(key));
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The PNG text '{key}' holds a NUL character at {value.IndexOf('\0', StringComparison.Ordinal)}.", nameof(value));
        }

        var name = Encoding.Latin1.GetBytes(key);
        if (value.All(static c => c == '\n' || IsPrintable(c)))
        {
            writer.WriteChunk("tEXt"u8, [.. name, 0, .. Encoding.Latin1.GetBytes(value)]);
        }
        else
        {
            // After the key: not compressed, method 0, no language, no translated key.
            writer.WriteChunk("iTXt"u8, [.. name, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(value)]);
        }
    }

    private static (string Key, string Value)? Parse(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        if (end is < 1 or > LongestKey)
        {
            return null;
        }

        var key = Encoding.Latin1.GetString(data[..end]);
        var rest = data[(end + 1)..];
        if (type.SequenceEqual("tEXt"u8))
        {
            return (key, Encoding.Latin1.GetString(rest));
        }

        if (!type.SequenceEqual("iTXt"u8) || rest is not [0, _, ..])
        {
            return null;
        }

        rest = rest[2..];
        var language = rest.IndexOf((byte)0);
        var translated = language < 0 ? -1 : rest[(language + 1)..].IndexOf((byte)0);
        return translated < 0 ? null : (key, Encoding.UTF8.GetString(rest[(language + translated + 2)..]));
    }

    private static bool IsPrintable(char c) => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF');
}
