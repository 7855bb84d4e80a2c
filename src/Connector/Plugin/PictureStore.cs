using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Chameleon.Connector;

/// <summary>
/// Pictures that models name by a short reference instead of carrying their bytes: what was drawn, and what the program
/// adds. Bounded by number and by bytes; the picture that was longest not used goes first. All members are thread-safe.
/// </summary>
public sealed class PictureStore
{
    /// <summary>Pictures kept where the program says nothing else.</summary>
    public const int DefaultMaxPictures = 256;

    /// <summary>Bytes kept where the program says nothing else.</summary>
    public const long DefaultMaxBytes = 64 * 1024 * 1024;

    /// <summary>How every reference begins.</summary>
    public const string UriPrefix = "chameleon://pictures/";

    private const int IdBytes = 6;

    private readonly Lock gate = new();
    private readonly LinkedList<StoredPicture> byUse = new(); // the latest used first
    private readonly Dictionary<string, LinkedListNode<StoredPicture>> byUri = new(StringComparer.Ordinal);
    private readonly TimeProvider time;
    private long bytes;

    /// <param name="maxPictures">Most pictures, at least 1.</param>
    /// <param name="maxBytes">Most bytes of all pictures together, at least 1.</param>
    /// <param name="time">Clock; null: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    public PictureStore(int maxPictures = DefaultMaxPictures, long maxBytes = DefaultMaxBytes, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        (MaxPictures, MaxBytes, this.time) = (maxPictures, maxBytes, time ?? TimeProvider.System);
    }

    /// <summary>Raised after pictures came or went, on the thread that added one.</summary>
    public event EventHandler? Changed;

    /// <summary>Most pictures.</summary>
    public int MaxPictures { get; }

    /// <summary>Most bytes of all pictures together.</summary>
    public long MaxBytes { get; }

    /// <summary>The pictures, the latest used first; a copy.</summary>
    public IReadOnlyList<StoredPicture> Pictures
    {
        get
        {
            lock (gate)
            {
                return [.. byUse];
            }
        }
    }

    /// <summary>Keeps a picture, and lets others go where it would not fit.</summary>
    /// <param name="data">The picture file; copied.</param>
    /// <param name="mediaType">What kind of file it is.</param>
    /// <param name="description">What it is, for people and models.</param>
    /// <returns>The picture with its reference, which nobody can guess.</returns>
    /// <exception cref="ArgumentException">It is empty, or larger than the whole store.</exception>
    public StoredPicture Add(ReadOnlyMemory<byte> data, string mediaType, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaType);
        ArgumentNullException.ThrowIfNull(description);
        if (data.IsEmpty || data.Length > MaxBytes)
        {
            throw new ArgumentException($"A picture of {data.Length} bytes cannot be kept; it must have 1 to {MaxBytes}.", nameof(data));
        }

        var uri = UriPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var picture = new StoredPicture(uri, data.ToArray(), mediaType, description, time.GetUtcNow());
        lock (gate)
        {
            byUri[uri] = byUse.AddFirst(picture);
            bytes += data.Length;
            while (byUse.Count > MaxPictures || bytes > MaxBytes)
            {
                Drop(byUse.Last!);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return picture;
    }

    /// <summary>A picture by its reference; asking for it is using it.</summary>
    /// <param name="uri">The reference.</param>
    /// <param name="picture">The picture.</param>
    /// <returns>Whether it is still there.</returns>
    public bool TryGet(string uri, [NotNullWhen(true)] out StoredPicture? picture)
    {
        ArgumentNullException.ThrowIfNull(uri);
        lock (gate)
        {
            if (!byUri.TryGetValue(uri, out var node))
            {
                picture = null;
                return false;
            }

            byUse.Remove(node);
            byUse.AddFirst(node);
            picture = node.Value;
            return true;
        }
    }

    private void Drop(LinkedListNode<StoredPicture> node)
    {
        byUse.Remove(node);
        byUri.Remove(node.Value.Uri);
        bytes -= node.Value.Data.Length;
    }
}
