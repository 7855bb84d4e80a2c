using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>The bytes of tokens as a trie, children side by side. Immutable.</summary>
internal sealed class TokenTrie
{
    private readonly byte[] bytes;
    private readonly int[] firstChild;
    private readonly int[] firstToken;
    private readonly int[] tokens;

    /// <param name="tokenizer">Knows the bytes.</param>
    /// <param name="ids">Ids with at least one byte each, in the order of their bytes.</param>
    public TokenTrie(ITokenizer tokenizer, int[] ids)
    {
        var (labels, children, ends) = (new List<byte> { 0 }, new List<int>(), new List<int>());
        var ranges = new List<(int Start, int End, int Depth)> { (0, ids.Length, 0) };
        var placed = new List<int>(ids.Length);
        for (var node = 0; node < ranges.Count; node++)
        {
            var (start, end, depth) = ranges[node];
            ends.Add(placed.Count);
            while (start < end && tokenizer.BytesOf(ids[start]).Length == depth)
            {
                placed.Add(ids[start++]);
            }

            children.Add(ranges.Count);
            while (start < end)
            {
                var value = tokenizer.BytesOf(ids[start])[depth];
                var next = start + 1;
                while (next < end && tokenizer.BytesOf(ids[next])[depth] == value)
                {
                    next++;
                }

                labels.Add(value);
                ranges.Add((start, next, depth + 1));
                start = next;
            }
        }

        (bytes, tokens) = ([.. labels], [.. placed]);
        firstChild = [.. children, ranges.Count];
        firstToken = [.. ends, placed.Count];
    }

    /// <summary>The node of no bytes.</summary>
    public static int Root => 0;

    /// <summary>The last byte that leads to a node.</summary>
    public byte ByteOf(int node) => bytes[node];

    /// <summary>The nodes with one byte more.</summary>
    public Range Children(int node) => firstChild[node]..firstChild[node + 1];

    /// <summary>Ids of tokens that end in a node.</summary>
    public ReadOnlySpan<int> Tokens(int node) => tokens.AsSpan(firstToken[node]..firstToken[node + 1]);
}
