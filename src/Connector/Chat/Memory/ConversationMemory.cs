using Chameleon.Engine;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>
/// What a client remembers of conversations, so that a turn costs only what is new in it: in which cache scope each one
/// was computed, and the ids in which the model wrote its answers, which need not be those that the tokenizer would
/// choose. A conversation goes on where a request brings all of it up to an answer, answer included; so nobody finds what
/// somebody else's conversation has left in the cache. Thread-safe.
/// </summary>
/// <param name="conversations">Conversations whose keys and values stay in the cache; those not used for longest go first.</param>
internal sealed class ConversationMemory(int conversations)
{
    private const int RememberedTokens = 1 << 20;

    private readonly LruCache<UInt128, Answer> answers = new(RememberedTokens, answer => 1 + (answer.Ids?.Length ?? 0));
    private readonly Lock gate = new();
    private readonly LinkedList<string> open = [];

    /// <summary>An answer.</summary>
    /// <param name="Scope">The cache scope in which it was given.</param>
    /// <param name="Ids">Its text's ids; null for a picture, and where they do not say what the text says.</param>
    public readonly record struct Answer(string Scope, int[]? Ids);

    /// <summary>The answer with which a conversation ends; null when it is not known.</summary>
    public Answer? Find(UInt128 conversation) => answers.TryGet(conversation, out var answer) ? answer : null;

    /// <summary>The cache scope for a request: that of the conversation that it goes on with, or a new one.</summary>
    /// <param name="known">The scope of an answer in it; null for none.</param>
    /// <param name="engine">Frees what has to make room.</param>
    /// <returns>Null where no conversations are kept.</returns>
    public string? ScopeFor(string? known, ChameleonEngine engine)
    {
        if (conversations == 0)
        {
            return null;
        }

        string? forgotten = null;
        lock (gate)
        {
            if (known is null || !open.Remove(known))
            {
                known = $"conversation-{Guid.NewGuid():N}";
            }

            open.AddFirst(known);
            if (open.Count > conversations)
            {
                forgotten = open.Last!.Value;
                open.RemoveLast();
            }
        }

        if (forgotten is not null)
        {
            engine.ForgetCache(forgotten);
        }

        return known;
    }

    /// <summary>Remembers the conversation that ends with a picture.</summary>
    public void Add(UInt128 conversation, string scope) => answers.Set(conversation, new Answer(scope, null));

    /// <summary>Remembers the conversation that ends with a text.</summary>
    /// <param name="conversation">The conversation, the text included.</param>
    /// <param name="scope">Where it was computed.</param>
    /// <param name="text">The text as the caller got it.</param>
    /// <param name="ids">The ids that gave it; may end with the control token that closed the answer.</param>
    /// <param name="tokenizer">Tells whether they are the same.</param>
    public void Add(UInt128 conversation, string scope, string text, ReadOnlySpan<int> ids, ITokenizer tokenizer)
    {
        // Text that a stop string cut off is not what its ids say.
        var isSame = !ids.IsEmpty && tokenizer.Decode(ids) == text;
        var words = isSame && tokenizer.Decode(ids[..^1]) == text ? ids[..^1] : ids;
        answers.Set(conversation, new Answer(scope, isSame ? words.ToArray() : null));
    }
}
