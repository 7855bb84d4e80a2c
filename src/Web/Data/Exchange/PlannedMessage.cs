using Chameleon.Web.Data.Chats;

namespace Chameleon.Web.Data.Exchange;

/// <summary>A message that is to be imported.</summary>
/// <param name="Id">Its id in the document.</param>
/// <param name="Parent">The id in the document of the one before it.</param>
/// <param name="Row">What is stored.</param>
internal sealed record PlannedMessage(long Id, long? Parent, MessageRow Row);
