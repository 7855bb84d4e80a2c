using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>
/// A decoder whose "keys and values" are the ids themselves, kept per block, and whose logits are a hash of the sequence
/// as the blocks have it: any mix-up of blocks changes what comes out. Checks the law of blocks on the way.
/// </summary>
internal sealed class FakeDecoder(int context, int blockTokens) : IDecoder
{
    private readonly ConditionalWeakTable<Tensor, int[]> contents = [];

    public int VocabularySize => FakeVocabulary.Size;

    public int MaxPositions => context;

    public KvLayout KvLayout { get; } = new(1, 1, 1, blockTokens);

    /// <summary>Length above which cached keys fit no other length; as dynamic rope scaling.</summary>
    public int RigidAbove { get; set; } = int.MaxValue;

    /// <summary>Changes the logits of a row: whole sequence, logits.</summary>
    public Action<int[], float[]>? Shape { get; set; }

    /// <summary>Called at the start of each pass.</summary>
    public Action<DecoderBatch, CancellationToken>? OnForward { get; set; }

    public long RowsComputed { get; private set; }

    public int MostRows { get; private set; }

    public bool CanExtend(int cachedLength, int newLength) =>
        cachedLength == newLength || Math.Max(cachedLength, newLength) <= RigidAbove;

    public void Forward(DecoderBatch batch, CancellationToken cancellationToken = default)
    {
        OnForward?.Invoke(batch, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        RowsComputed += batch.Rows.RowCount;
        MostRows = Math.Max(MostRows, batch.Rows.RowCount);
        var logits = batch.LogitsBuffer(VocabularySize);
        var wanted = 0;
        foreach (var run in batch.Rows.Sequences)
        {
            Assert.True(run.PastLength == 0 || CanExtend(run.PastLength, run.PastLength + run.RowCount), "Stale keys.");
            for (var row = run.FirstRow; row < run.FirstRow + run.RowCount; row++)
            {
                Write(run.Cache, batch.Rows.Positions[row], batch.Ids[row]);
                if (wanted < batch.LogitRows.Length && batch.LogitRows[wanted] == row)
                {
                    Fill(run.Cache, batch.Rows.Positions[row] + 1, logits.Slice(wanted * VocabularySize, VocabularySize));
                    wanted++;
                }
            }
        }

        Assert.True(batch.LogitRows.Length == wanted, "Logits were wanted of a row that is not there.");
        foreach (var run in batch.Rows.Sequences)
        {
            run.Cache.Length = run.PastLength + run.RowCount;
        }
    }

    private void Write(KvSequence cache, int position, int id)
    {
        var block = cache.Blocks[position / blockTokens];
        if (!contents.TryGetValue(block, out var ids))
        {
            contents.Add(block, ids = new int[blockTokens]);
        }

        ids[position % blockTokens] = id;
    }

    private void Fill(KvSequence cache, int length, Span<float> logits)
    {
        var hash = 14695981039346656037UL;
        for (var position = 0; position < length; position++)
        {
            hash = (hash ^ (uint)At(cache, position)) * 1099511628211UL;
        }

        for (var id = 0; id < logits.Length; id++)
        {
            hash ^= hash << 13;
            hash ^= hash >> 7;
            hash ^= hash << 17;
            logits[id] = (hash >> 40) / (float)(1 << 24) * 4;
        }

        if (Shape is not null)
        {
            Reshape(cache, length, logits);
        }
    }

    private void Reshape(KvSequence cache, int length, Span<float> logits)
    {
        var row = logits.ToArray();
        Shape!([.. Enumerable.Range(0, length).Select(position => At(cache, position))], row);
        row.CopyTo(logits);
    }

    private int At(KvSequence cache, int position) =>
        contents.TryGetValue(cache.Blocks[position / blockTokens], out var ids) ? ids[position % blockTokens] : -1;
}
