using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Where the keys and values of a stretch lie, tile by tile in the order in which a query reads them: all keys, all values,
/// then what comes next. So memory can be asked for some tiles ahead, wherever the blocks are.
/// </summary>
internal unsafe struct StretchTiles
{
    /// <summary>How many tiles ahead.</summary>
    public const int Ahead = 4;

    private const int MostTiles = Stretch.Tokens / KvLayout.KeyTile;

    private fixed long places[(2 * MostTiles) + Ahead];

    /// <summary>Tiles of keys, and of values.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the tiles of a stretch.</summary>
    /// <param name="head">Whose.</param>
    /// <param name="start">The stretch's first token.</param>
    /// <param name="tokens">The sequence's tokens.</param>
    public void Find(in KvHead head, int start, int tokens)
    {
        var end = Math.Min(tokens, start + Stretch.Tokens);
        Count = (end - start + KvLayout.KeyTile - 1) / KvLayout.KeyTile;
        for (var i = 0; i < Count; i++)
        {
            places[i] = (long)head.Key(start + (i * KvLayout.KeyTile), out _);
            places[Count + i] = (long)head.Value(start + (i * KvLayout.KeyTile));
        }

        // Behind the last stretch comes the next head.
        var (next, other) = end < tokens ? (end, 0) : (0, head.Bytes);
        for (var i = 0; i < Ahead; i++)
        {
            var token = Math.Min(next + (i * KvLayout.KeyTile), (tokens - 1) / KvLayout.KeyTile * KvLayout.KeyTile);
            places[(2 * Count) + i] = (long)(head.Key(token, out _) + other);
        }
    }

    /// <summary>A tile by its number: keys, then values, then what comes next; past that the last.</summary>
    public byte* this[int index] => (byte*)places[Math.Min(index, (2 * Count) + Ahead - 1)];
}
