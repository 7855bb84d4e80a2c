namespace Chameleon.Connector;

/// <summary>What a <see cref="ChameleonChatClient"/> takes and remembers. Copied by the client: later changes have no effect.</summary>
public sealed class ChameleonChatClientOptions
{
    /// <summary>
    /// Conversations that the client remembers, at least 0: a request that goes on with one, all of it and its last answer
    /// included, computes only what is new. Nobody else's request finds anything of it. Not used for longest goes first,
    /// and gives its memory back.
    /// </summary>
    public int RememberedConversations { get; set; } = 16;

    /// <summary>
    /// Cache scope of requests that name none (<see cref="ChameleonOptionNames.CacheScope"/>): what the requests of one
    /// scope compute, the next one takes from the cache, whatever conversation it belongs to. Null: each conversation has
    /// its own, so that no user can learn from the time of an answer what another one asked. Set it where all callers of
    /// this client may know of each other, such as in a program with one user and one long prompt.
    /// </summary>
    public string? CacheScope { get; set; }

    /// <summary>What happens to a conversation that is longer than the context.</summary>
    public ContextOverflow WhenContextIsFull { get; set; }

    /// <summary>Pictures of one request, at least 1.</summary>
    public int MaxPictures { get; set; } = 256;

    /// <summary>Bytes of one picture file, at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Fetches pictures that messages name by an http(s) address; null refuses them.</summary>
    public IPictureFetcher? PictureFetcher { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value makes no sense.</exception>
    internal ChameleonChatClientOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(RememberedConversations);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPictureBytes, 1);
        if (!Enum.IsDefined(WhenContextIsFull))
        {
            throw ChatThrow.Option(nameof(WhenContextIsFull), (int)WhenContextIsFull, "it must be one of the enumeration's values");
        }

        return new ChameleonChatClientOptions
        {
            RememberedConversations = RememberedConversations,
            CacheScope = ChatOptionChecks.CacheScope(CacheScope, nameof(CacheScope)),
            WhenContextIsFull = WhenContextIsFull,
            MaxPictures = MaxPictures,
            MaxPictureBytes = MaxPictureBytes,
            PictureFetcher = PictureFetcher,
        };
    }
}
