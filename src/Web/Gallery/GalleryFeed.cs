using Chameleon.Web.Data;

namespace Chameleon.Web.Gallery;

/// <summary>Tells every open gallery that something in it changed. Thread-safe.</summary>
internal sealed class GalleryFeed
{
    /// <summary>Raised on any thread when a user's pictures or boards came, went or changed. Handlers return at once and do not throw.</summary>
    public event Action<UserId>? Changed;

    /// <summary>Something of theirs changed.</summary>
    public void Tell(UserId user) => Changed?.Invoke(user);
}
