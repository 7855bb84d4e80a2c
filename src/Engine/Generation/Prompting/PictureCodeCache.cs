using System.Security.Cryptography;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Generation.Prompting;

/// <summary>
/// Codes of pictures that were encoded before, so that a later turn with the same pictures encodes none again. Keyed by
/// scope, size and SHA-256 of the pixels; least recently used first out. Engine thread only.
/// </summary>
/// <param name="capacity">Pictures to remember.</param>
internal sealed class PictureCodeCache(int capacity)
{
    private readonly Dictionary<Key, LinkedListNode<(Key Key, int[] Codes)>> known = [];
    private readonly LinkedList<(Key Key, int[] Codes)> byLastUse = [];

    /// <summary>The key of a picture.</summary>
    public static Key KeyOf(string scope, PixelImage picture) =>
        new(scope, picture.Width, picture.Height, Convert.ToHexString(SHA256.HashData(picture.Data)));

    /// <summary>Codes of a picture, if it was encoded before.</summary>
    public int[]? Find(Key key)
    {
        if (!known.TryGetValue(key, out var place))
        {
            return null;
        }

        byLastUse.Remove(place);
        byLastUse.AddFirst(place);
        return place.Value.Codes;
    }

    /// <summary>Remembers the codes of a picture.</summary>
    public void Add(Key key, int[] codes)
    {
        if (known.Count == capacity)
        {
            known.Remove(byLastUse.Last!.Value.Key);
            byLastUse.RemoveLast();
        }

        known.Add(key, byLastUse.AddFirst((key, codes)));
    }

    /// <summary>What makes two pictures the same.</summary>
    /// <param name="Scope">Who asks.</param>
    /// <param name="Width">Columns.</param>
    /// <param name="Height">Rows.</param>
    /// <param name="Hash">SHA-256 of the pixels.</param>
    internal readonly record struct Key(string Scope, int Width, int Height, string Hash);
}
