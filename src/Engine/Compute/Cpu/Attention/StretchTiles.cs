using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Where the keys and values of a stretch lie under a first head and those that follow it. Four tiles of keys go at a time, a
/// quarter of the stretch apart, so that four blocks are read side by side.
/// </summary>
internal unsafe struct StretchTiles
{
    /// <summary>Tiles of keys that go at a time.</summary>
    public const int AtOnce = 4;

    private const int Most = Stretch.Tokens / KvLayout.KeyTile;

    private fixed long keys[Most];
    private fixed long scales[Most];
    private nint planeBytes;

    /// <summary>Tiles of keys, and of values.</summary>
    public int Count { get; private set; }

    /// <summary>Tiles from one of those that go at a time to the next.</summary>
    public int Apart { get; private set; }

    /// <summary>Finds the tiles of a stretch.</summary>
    /// <param name="head">The first head.</param>
    /// <param name="start">The stretch's first token.</param>
    /// <param name="tokens">The sequence's tokens, more than that.</param>
    public void Find(in KvHead head, int start, int tokens)
    {
        planeBytes = head.PlaneBytes;
        Count = (Math.Min(Stretch.Tokens, tokens - start) + KvLayout.KeyTile - 1) / KvLayout.KeyTile;
        Apart = (Count + AtOnce - 1) / AtOnce;
        for (var i = 0; i < Count; i++)
        {
            keys[i] = (long)head.Key(start + (i * KvLayout.KeyTile), out _);
            scales[i] = (long)head.KeyScale(start + (i * KvLayout.KeyTile));
        }
    }

    /// <summary>A tile of keys of the so-manieth head; past the last one that.</summary>
    public readonly byte* Keys(int head, int tile) => (byte*)keys[Math.Min(tile, Count - 1)] + (2 * head * planeBytes);

    /// <summary>The values of a tile's tokens.</summary>
    public readonly byte* Values(int head, int tile) => Keys(head, tile) + planeBytes;

    /// <summary>Scales of a tile's keys, int8 only.</summary>
    public readonly float* KeyScales(int head, int tile) => (float*)((byte*)scales[tile] + (2 * head * planeBytes));

    /// <summary>Scales of the values of a tile's tokens, int8 only.</summary>
    public readonly float* ValueScales(int head, int tile) => (float*)((byte*)scales[tile] + (((2 * head) + 1) * planeBytes));

    /// <summary>Where the quarters of a head's keys begin, to be asked for ahead of time.</summary>
    public readonly void KeyStreams(int head, long* streams)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            streams[i] = (long)Keys(head, i * Apart);
        }
    }

    /// <summary>Where the quarters of a head's values begin, to be asked for ahead of time.</summary>
    public readonly void ValueStreams(int head, long* streams)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            streams[i] = (long)Values(head, i * Apart);
        }
    }
}
