namespace Chameleon.Connector;

/// <summary>What a <see cref="ChameleonChatClient"/> takes and remembers. Copied by the client: later changes have no effect.</summary>
public sealed class ChameleonChatClientOptions
{
    /// <summary>
    /// Cache scope of requests that name none (<see cref="ChameleonOptionNames.CacheScope"/>): what the requests of one
    /// scope compute, the next one takes from the cache, so that a turn of a conversation costs only what is new. Null
    /// shares with nobody, so that no user can learn from the time of an answer what another one asked; set it where all
    /// callers of this client may know of each other, such as in a program with one user.
    /// </summary>
    public string? CacheScope { get; set; }

    /// <summary>Pictures of one request, at least 1.</summary>
    public int MaxPictures { get; set; } = 256;

    /// <summary>Bytes of one picture file, at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Fetches pictures that messages name by an http(s) address; null refuses them.</summary>
    public IPictureFetcher? PictureFetcher { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value makes no sense.</exception>
    internal ChameleonChatClientOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPictureBytes, 1);
        return new ChameleonChatClientOptions
        {
            CacheScope = ChatOptionChecks.CacheScope(CacheScope, nameof(CacheScope)),
            MaxPictures = MaxPictures,
            MaxPictureBytes = MaxPictureBytes,
            PictureFetcher = PictureFetcher,
        };
    }
}
