using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Attention of a ragged batch as numbered units: a tile of one sequence's lanes under one kv head. Reused between calls;
/// allocates only when a batch has more sequences than any before.
/// </summary>
internal sealed class AttentionUnits
{
    private int[] firstUnits = new int[16];

    /// <summary>Units of all sequences.</summary>
    public int Count { get; private set; }

    /// <summary>The units in jobs for a pool.</summary>
    public Split Jobs { get; private set; }

    /// <summary>Counts the units of a batch.</summary>
    public void Prepare(RaggedBatch batch, KvLayout layout, int group, int threads)
    {
        var sequences = batch.Sequences;
        if (firstUnits.Length < sequences.Length)
        {
            firstUnits = new int[Math.Max(sequences.Length, 2 * firstUnits.Length)];
        }

        (Count, var products) = (0, 0L);
        for (var i = 0; i < sequences.Length; i++)
        {
            var run = sequences[i];
            firstUnits[i] = Count;
            Count += Tiles(run.RowCount * group) * layout.KvHeads;
            products += (long)run.RowCount * group * layout.KvHeads * (run.PastLength + run.RowCount) * layout.HeadDim;
        }

        // A unit's two products per token and element cost about as much as copying half of one.
        Jobs = Split.Of(Count, Count == 0 ? 0 : products / 2 / Count, threads);
    }

    /// <summary>Which sequence, head and tile a unit is.</summary>
    public (int Sequence, int KvHead, int Tile) Find(int unit, RaggedBatch batch, int group)
    {
        var count = batch.Sequences.Length;
        var sequence = Array.BinarySearch(firstUnits, 0, count, unit);
        sequence = sequence >= 0 ? sequence : ~sequence - 1;
        while (sequence + 1 < count && firstUnits[sequence + 1] == unit)
        {
            sequence++; // sequences without rows have no units
        }

        var tiles = Tiles(batch.Sequences[sequence].RowCount * group);
        var (head, tile) = Math.DivRem(unit - firstUnits[sequence], tiles);
        return (sequence, head, tile);
    }

    private static int Tiles(int lanes) => (lanes + AttentionBuffers.MaxLanes - 1) / AttentionBuffers.MaxLanes;
}
