namespace Chameleon.Web.Data;

/// <summary>The last messages of the branch that is shown, or those before a message.</summary>
/// <param name="Messages">In the order in which they are read.</param>
/// <param name="HasEarlier">Whether some stand before them.</param>
public sealed record MessagePage(IReadOnlyList<StoredMessage> Messages, bool HasEarlier);
