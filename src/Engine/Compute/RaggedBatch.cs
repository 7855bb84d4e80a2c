namespace Chameleon.Engine.Compute;

/// <summary>
/// The rows of one pass through the decoder: runs of consecutive tokens of different sequences, laid end to end with
/// no padding. Reused between passes; allocates only when it grows. Not thread-safe.
/// </summary>
public sealed class RaggedBatch
{
    private readonly List<SequenceRows> sequences = [];
    private int[] positions = new int[64];

    /// <summary>Rows of all sequences together.</summary>
    public int RowCount { get; private set; }

    /// <summary>The runs, in row order.</summary>
    public ReadOnlySpan<SequenceRows> Sequences => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequences);

    /// <summary>Position in its sequence of each row: [rows].</summary>
    public ReadOnlySpan<int> Positions => positions.AsSpan(0, RowCount);

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        sequences.Clear();
        RowCount = 0;
    }

    /// <summary>Adds a run of rows that continue a sequence at its current length.</summary>
    /// <returns>The first row of the run.</returns>
    public int Add(KvSequence cache, int rowCount)
    {
        var first = RowCount;
        sequences.Add(new SequenceRows(cache, first, rowCount, cache.Length));
        RowCount += rowCount;
        if (positions.Length < RowCount)
        {
            Array.Resize(ref positions, Math.Max(RowCount, positions.Length * 2));
        }

        for (var i = 0; i < rowCount; i++)
        {
            positions[first + i] = cache.Length + i;
        }

        return first;
    }
}

/// <summary>Rows [FirstRow, FirstRow + RowCount) continue <paramref name="Cache"/> after its first <paramref name="PastLength"/> tokens.</summary>
/// <param name="Cache">Keys and values; the pass writes the new ones at PastLength.</param>
/// <param name="FirstRow">First row in the batch.</param>
/// <param name="RowCount">Number of new tokens.</param>
/// <param name="PastLength">Tokens already cached.</param>
public readonly record struct SequenceRows(KvSequence Cache, int FirstRow, int RowCount, int PastLength);
