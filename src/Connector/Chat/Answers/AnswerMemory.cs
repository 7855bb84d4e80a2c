using System.Security.Cryptography;
using System.Text;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>
/// The ids of what the model said: its own words go back to it as it wrote them, so that the next turn finds them in the
/// prefix cache. Kept within a cache scope only. Thread-safe.
/// </summary>
internal sealed class AnswerMemory
{
    private const int RememberedTokens = 1 << 20;
    private readonly LruCache<(string Scope, string Hash), int[]> known = new(RememberedTokens, ids => ids.Length);

    /// <summary>The ids of a text as it was generated; null when nobody of the scope got it as an answer.</summary>
    public int[]? Find(string? scope, string text) => scope is not null && known.TryGet((scope, HashOf(text)), out var ids) ? ids : null;

    /// <summary>Remembers an answer's text. What was remembered first stays, so that older turns keep their ids.</summary>
    /// <param name="scope">Who may know.</param>
    /// <param name="text">The text as the caller got it.</param>
    /// <param name="ids">The ids that gave it; may end with the control token that closed the answer.</param>
    /// <param name="tokenizer">Tells whether they are the same.</param>
    public void Add(string scope, string text, ReadOnlySpan<int> ids, ITokenizer tokenizer)
    {
        // Text that a stop string cut off is not what its ids say.
        if (ids.IsEmpty || text.Length == 0 || tokenizer.Decode(ids) != text)
        {
            return;
        }

        var words = tokenizer.Decode(ids[..^1]) == text ? ids[..^1] : ids;
        known.Add((scope, HashOf(text)), words.ToArray());
    }

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
