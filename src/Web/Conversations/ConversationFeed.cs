using Chameleon.Web.Data;

namespace Chameleon.Web.Conversations;

/// <summary>Tells every open page what happens in conversations. Thread-safe.</summary>
internal sealed class ConversationFeed
{
    /// <summary>
    /// Raised on any thread when a conversation was begun, renamed, deleted or restored, or something was said in it.
    /// Handlers return at once and do not throw.
    /// </summary>
    public event Action<ConversationId>? Changed;

    /// <summary>Something happened there.</summary>
    public void Tell(ConversationId conversation) => Changed?.Invoke(conversation);
}
