using System.Diagnostics.CodeAnalysis;

namespace Chameleon.Connector;

/// <summary>Remembers up to a total cost; what was used least recently goes first. Thread-safe.</summary>
/// <param name="capacity">Total cost of what it holds; what alone costs more is not kept.</param>
/// <param name="costOf">Cost of a value, at least 1.</param>
internal sealed class LruCache<TKey, TValue>(long capacity, Func<TValue, long> costOf)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> known = [];
    private readonly LinkedList<(TKey Key, TValue Value)> byLastUse = [];

    /// <summary>Cost of all that it holds.</summary>
    public long Cost { get; private set; }

    /// <summary>What is known.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            if (!known.TryGetValue(key, out var node))
            {
                value = default;
                return false;
            }

            byLastUse.Remove(node);
            byLastUse.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Remembers, in place of what was known.</summary>
    public void Set(TKey key, TValue value)
    {
        var cost = costOf(value);
        lock (gate)
        {
            if (known.Remove(key, out var before))
            {
                byLastUse.Remove(before);
                Cost -= costOf(before.Value.Value);
            }

            if (cost > capacity)
            {
                return;
            }

            known.Add(key, byLastUse.AddFirst((key, value)));
            Cost += cost;
            while (Cost > capacity)
            {
                var last = byLastUse.Last!;
                byLastUse.RemoveLast();
                known.Remove(last.Value.Key);
                Cost -= costOf(last.Value.Value);
            }
        }
    }
}
