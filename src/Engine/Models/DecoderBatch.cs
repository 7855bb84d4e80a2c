using Chameleon.Engine.Compute;

namespace Chameleon.Engine.Models;

/// <summary>
/// What one pass through a decoder computes: runs of ids or embeddings that continue sequences, and which rows'
/// logits are wanted. Reused between passes. Not thread-safe.
/// </summary>
public sealed class DecoderBatch
{
    private readonly List<int> logitRows = [];
    private int[] ids = new int[64];
    private float[] logits = [];

    /// <summary>The runs with their caches.</summary>
    public RaggedBatch Rows { get; } = new();

    /// <summary>Token id of each row; −1 where <see cref="Embeddings"/> has the row instead.</summary>
    public ReadOnlySpan<int> Ids => ids.AsSpan(0, Rows.RowCount);

    /// <summary>Embeddings that replace the table's rows: first row and values [n, hidden].</summary>
    public List<(int FirstRow, ReadOnlyMemory<float> Values)> Embeddings { get; } = [];

    /// <summary>Rows whose logits are wanted, ascending.</summary>
    public ReadOnlySpan<int> LogitRows => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(logitRows);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Rows.Clear();
        Embeddings.Clear();
        logitRows.Clear();
    }

    /// <summary>Adds ids that continue a sequence.</summary>
    /// <returns>Index for <see cref="Logits"/> of the run's last row, or −1 when its logits are not wanted.</returns>
    public int Add(KvSequence cache, ReadOnlySpan<int> run, bool wantLogits)
    {
        var first = AddRows(cache, run.Length);
        run.CopyTo(ids.AsSpan(first));
        return wantLogits ? WantLogits(first + run.Length - 1) : -1;
    }

    /// <summary>Adds embeddings [tokens, hidden] that continue a sequence.</summary>
    /// <returns>As <see cref="Add"/>.</returns>
    public int AddEmbeddings(KvSequence cache, ReadOnlyMemory<float> run, int tokens, bool wantLogits)
    {
        var first = AddRows(cache, tokens);
        ids.AsSpan(first, tokens).Fill(-1);
        Embeddings.Add((first, run));
        return wantLogits ? WantLogits(first + tokens - 1) : -1;
    }

    /// <summary>Asks for the logits of a row; rows must come in ascending order.</summary>
    /// <returns>Index for <see cref="Logits"/>.</returns>
    public int WantLogits(int row)
    {
        logitRows.Add(row);
        return logitRows.Count - 1;
    }

    /// <summary>Raw logits [vocabulary] of a wanted row, valid until the next pass. The caller may change them.</summary>
    public Span<float> Logits(int index, int vocabularySize) => logits.AsSpan(index * vocabularySize, vocabularySize);

    /// <summary>The buffer [wanted rows, vocabulary] that a decoder fills.</summary>
    internal Span<float> LogitsBuffer(int vocabularySize)
    {
        var length = checked(logitRows.Count * vocabularySize);
        if (logits.Length < length)
        {
            logits = new float[length];
        }

        return logits.AsSpan(0, length);
    }

    private int AddRows(KvSequence cache, int count)
    {
        var first = Rows.Add(cache, count);
        if (ids.Length < Rows.RowCount)
        {
            Array.Resize(ref ids, Math.Max(Rows.RowCount, ids.Length * 2));
        }

        return first;
    }
}
