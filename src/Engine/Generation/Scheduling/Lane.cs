using Chameleon.Engine.Compute;
using Chameleon.Engine.Generation.Cache;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// One sequence in the decoder: its ids, and the keys and values of the first of them. An answer has one, and while it
/// draws with guidance up to two more. Not thread-safe.
/// </summary>
internal sealed class Lane
{
    private readonly KvBlockPool pool;
    private readonly int blockTokens;
    private readonly int[] tokens;
    private readonly List<KvBlock> blocks;

    /// <param name="pool">Where its blocks come from.</param>
    /// <param name="layout">Layout of a block.</param>
    /// <param name="capacity">Ids that it can have at most.</param>
    public Lane(KvBlockPool pool, KvLayout layout, int capacity)
    {
        this.pool = pool;
        blockTokens = layout.BlockTokens;
        tokens = new int[capacity];
        blocks = new List<KvBlock>(layout.BlocksFor(capacity));
        Cache.Blocks.Capacity = blocks.Capacity;
    }

    /// <summary>Keys and values, as the decoder wants them.</summary>
    public KvSequence Cache { get; } = new();

    /// <summary>All ids.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    /// <summary>Number of ids.</summary>
    public int Count { get; private set; }

    /// <summary>Ids whose keys and values are there.</summary>
    public int Computed => Cache.Length;

    /// <summary>Ids still to be computed.</summary>
    public int Pending => Count - Computed;

    /// <summary>Guessed ids behind the known ones, to be computed with them on trial.</summary>
    public int Drafted { get; private set; }

    /// <summary>Whether its first tokens were offered to the prefix cache already.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Adds an id.</summary>
    public void Append(int id) => tokens[Count++] = id;

    /// <summary>Adds ids.</summary>
    public void Append(ReadOnlySpan<int> ids)
    {
        ids.CopyTo(tokens.AsSpan(Count));
        Count += ids.Length;
    }

    /// <summary>All ids, and the guessed ones behind them.</summary>
    public ReadOnlySpan<int> TokensAndDraft => tokens.AsSpan(0, Count + Drafted);

    /// <summary>The ids of the next pass: known ones from the first that is not computed, and all guessed ones.</summary>
    /// <param name="known">How many known ones.</param>
    public ReadOnlySpan<int> Rows(int known) => tokens.AsSpan(Computed, known + Drafted);

    /// <summary>Adds a guessed id.</summary>
    public void Draft(int id) => tokens[Count + Drafted++] = id;

    /// <summary>Forgets the guessed ids after the first few.</summary>
    public void KeepDraft(int length) => Drafted = length;

    /// <summary>Forgets the guessed ids for which there is no block that nobody need give back.</summary>
    public void KeepDraftThatFits()
    {
        if (!TryReserve(Pending + Drafted))
        {
            Drafted = Math.Max(0, (blocks.Count * blockTokens) - Count);
        }
    }

    /// <summary>After a pass: takes the guessed ids as not computed, until they turn out right.</summary>
    public void HoldBackDraft() => Cache.Length -= Drafted;

    /// <summary>Whether an id is the first guessed one.</summary>
    public bool IsDrafted(int id) => Drafted > 0 && tokens[Count] == id;

    /// <summary>The first guessed id was chosen and added: its keys and values stand.</summary>
    public void ConfirmDraft()
    {
        Drafted--;
        Cache.Length++;
    }

    /// <summary>Takes over what the cache has of its beginning; to be called before anything is computed.</summary>
    public void Attach(PrefixCache cache, PrefixScope scope, Func<int, bool> fits)
    {
        cache.Take(scope, Tokens, fits, blocks);
        foreach (var block in blocks)
        {
            Cache.Blocks.Add(block.Memory);
        }

        Cache.Length = blocks.Count * blockTokens;
    }

    /// <summary>Offers its full blocks to later sequences.</summary>
    public void Keep(PrefixCache cache, PrefixScope scope)
    {
        cache.Keep(scope, Tokens[..Computed], blocks);
        IsKept = true;
    }

    /// <summary>Sees to it that so many more tokens have blocks.</summary>
    /// <returns>False if the pool has none left; what was rented stays.</returns>
    public bool TryReserve(int more)
    {
        while (blocks.Count * blockTokens < Computed + more)
        {
            if (pool.TryRent() is not { } block)
            {
                return false;
            }

            blocks.Add(block);
            Cache.Blocks.Add(block.Memory);
        }

        return true;
    }

    /// <summary>Gives up keys and values, not the ids.</summary>
    public void Release()
    {
        foreach (var block in blocks)
        {
            pool.Release(block);
        }

        blocks.Clear();
        Cache.Blocks.Clear();
        Cache.Length = 0;
        Drafted = 0;
        IsKept = false;
    }
}
