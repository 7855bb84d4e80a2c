using System.Security.Cryptography;
using System.Text;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// The SHA-256 of the files that weights are made of. They are written down beside the packed weights, so that a file
/// whose length and time of change are the same is not read again; one that was only touched is.
/// </summary>
/// <param name="path">Where they are written down.</param>
internal sealed class SourceHashes(string path)
{
    /// <summary>A file that changes again within this time may keep its time of change.</summary>
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(2);

    private const int BufferBytes = 1 << 20;

    /// <summary>SHA-256, in hexadecimal, of all files and their names.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Takes effect within a file.</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    public string Of(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var known = Read();
        var hashes = new Dictionary<SourceStamp, string>();
        var all = new StringBuilder();
        foreach (var file in files)
        {
            var (stamp, now) = (SourceStamp.Of(file), DateTime.UtcNow);
            if (!known.TryGetValue(stamp, out var hash))
            {
                hash = HashOfFile(file, cancellationToken);
            }

            all.Append(hash).Append(' ').Append(stamp.Name).Append('\n');
            if (now.Ticks - stamp.Changed > ClockTick.Ticks)
            {
                hashes.Add(stamp, hash);
            }
        }

        if (hashes.Count != known.Count || hashes.Keys.Any(stamp => !known.ContainsKey(stamp)))
        {
            TryWrite(hashes);
        }

        return HashOfText(all.ToString());
    }

    private static string HashOfText(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string HashOfFile(string file, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        for (var offset = 0L; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(handle, buffer, offset);
            if (count == 0)
            {
                return Convert.ToHexString(hash.GetHashAndReset());
            }

            hash.AppendData(buffer, 0, count);
            offset += count;
        }
    }

    /// <summary>What is written down; nothing when it is damaged.</summary>
    private Dictionary<SourceStamp, string> Read()
    {
        try
        {
            var text = File.ReadAllText(path);
            var end = text.LastIndexOf('\n', Math.Max(text.Length - 2, 0)) + 1;
            return text[end..].TrimEnd('\n') == HashOfText(text[..end])
                ? text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToDictionary()
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return [];
        }
    }

    private static KeyValuePair<SourceStamp, string> Parse(string line) => line.Split(' ', 4) is [var hash, var length, var changed, var name]
        ? new(new SourceStamp(name, long.Parse(length, null), long.Parse(changed, null)), hash)
        : throw new FormatException();

    private void TryWrite(Dictionary<SourceStamp, string> hashes)
    {
        var lines = string.Concat(hashes.Select(pair => $"{pair.Value} {pair.Key}\n"));
        var partial = $"{path}.{Path.GetRandomFileName()}{PackedFolder.PartialExtension}";
        try
        {
            File.WriteAllText(partial, $"{lines}{HashOfText(lines)}\n");
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            PackedFolder.TryDelete(partial);
        }
    }
}
