namespace Chameleon.Engine.Generation.Cache;

/// <summary>
/// Keys and values that outlive their sequence: a tree of full blocks per scope, keyed by the actual ids (pictures by
/// their codes), least recently used first out. Not thread-safe.
/// </summary>
/// <param name="pool">Where the blocks come from.</param>
/// <param name="blockTokens">Ids of a block.</param>
internal sealed class PrefixCache(KvBlockPool pool, int blockTokens)
{
    private readonly Dictionary<string, PrefixScope> scopes = [];

    // Every node comes before its descendants: using a path moves its end to the front first and its start last.
    private readonly LinkedList<PrefixNode> byLastUse = [];

    /// <summary>Blocks that the cache holds, alone or with running sequences.</summary>
    public int BlockCount => byLastUse.Count;

    /// <summary>Blocks that the cache alone holds.</summary>
    public int IdleBlockCount
    {
        get
        {
            var count = 0;
            foreach (var node in byLastUse)
            {
                count += node.Block!.Holders == 1 ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The scope of a name, or a fresh one of nobody else's. To be closed by <see cref="Close"/>.</summary>
    public PrefixScope Open(string? name)
    {
        if (name is null)
        {
            return new PrefixScope(null);
        }

        if (!scopes.TryGetValue(name, out var scope))
        {
            scope = new PrefixScope(name);
            scopes.Add(name, scope);
        }

        scope.Users++;
        return scope;
    }

    /// <summary>Ends a use of a scope: what nobody can ask for any more is freed, the rest stays for later requests.</summary>
    public void Close(PrefixScope scope)
    {
        if (scope.Name is not null)
        {
            scope.Users--;
        }

        if (scope.Name is null || scope is { IsForgotten: true, Users: 0 })
        {
            Free(scope);
        }
        else
        {
            ForgetIfEmpty(scope);
        }
    }

    /// <summary>
    /// Frees what a scope holds, at once or when the last who has it open closes it. Whoever opens the name from here on
    /// gets a new scope.
    /// </summary>
    public void Forget(string name)
    {
        if (scopes.Remove(name, out var scope))
        {
            scope.IsForgotten = true;
            if (scope.Users == 0)
            {
                Free(scope);
            }
        }
    }

    /// <summary>
    /// Finds the longest cached prefix of <paramref name="tokens"/>, in whole blocks, and adds a holder to each of its
    /// blocks. At least one token stays to be computed.
    /// </summary>
    /// <param name="scope">Whose prefixes.</param>
    /// <param name="tokens">The sequence.</param>
    /// <param name="fits">Whether keys computed in a sequence of that length may serve this one.</param>
    /// <param name="blocks">Receives the blocks.</param>
    public void Take(PrefixScope scope, ReadOnlySpan<int> tokens, Func<int, bool> fits, List<KvBlock> blocks)
    {
        var node = scope.Root;
        for (var end = blockTokens; end < tokens.Length; end += blockTokens)
        {
            var run = tokens[(end - blockTokens)..end];
            if (!node.Children.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(run, out var child)
                || !fits(child.SequenceLength))
            {
                break;
            }

            KvBlockPool.Retain(child.Block!);
            blocks.Add(child.Block!);
            node = child;
        }

        Touch(node);
    }

    /// <summary>Keeps the full blocks of a sequence.</summary>
    /// <param name="scope">Who may use them.</param>
    /// <param name="tokens">Ids whose keys and values are in <paramref name="blocks"/>.</param>
    /// <param name="blocks">The sequence's blocks; the cache becomes a holder of those it did not know.</param>
    public void Keep(PrefixScope scope, ReadOnlySpan<int> tokens, List<KvBlock> blocks)
    {
        var node = scope.Root;
        for (var (index, end) = (0, blockTokens); end <= tokens.Length; index++, end += blockTokens)
        {
            var run = tokens[(end - blockTokens)..end];
            if (!node.Children.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(run, out var child))
            {
                child = new PrefixNode(scope, node, run.ToArray(), blocks[index]) { SequenceLength = tokens.Length };
                KvBlockPool.Retain(blocks[index]);
                node.Children.Add(child.Tokens, child);
                byLastUse.AddFirst(child.Place);
            }

            node = child;
        }

        Touch(node);
    }

    /// <summary>Frees the block that was not used for longest and that nobody else holds.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryEvict()
    {
        for (var place = byLastUse.Last; place is not null; place = place.Previous)
        {
            if (place.Value is { Block.Holders: 1, Children.Count: 0 })
            {
                Remove(place.Value);
                return true;
            }
        }

        return false;
    }

    private void Free(PrefixScope scope)
    {
        foreach (var node in byLastUse.Where(node => node.Scope == scope).Reverse().ToArray())
        {
            Remove(node);
        }
    }

    private void Remove(PrefixNode node)
    {
        byLastUse.Remove(node.Place);
        node.Parent!.Children.Remove(node.Tokens);
        pool.Release(node.Block!);
        ForgetIfEmpty(node.Scope);
    }

    private void ForgetIfEmpty(PrefixScope scope)
    {
        if (scope is { Name: not null, IsForgotten: false, Users: 0, Root.Children.Count: 0 })
        {
            scopes.Remove(scope.Name);
        }
    }

    private void Touch(PrefixNode node)
    {
        for (; node.Parent is not null; node = node.Parent)
        {
            byLastUse.Remove(node.Place);
            byLastUse.AddFirst(node.Place);
        }
    }
}
