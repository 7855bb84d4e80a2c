using Chameleon.Engine.Generation;

namespace Chameleon.Connector;

/// <summary>A request, checked, before the engine is asked for.</summary>
/// <param name="Conversation">What was said.</param>
/// <param name="LastWords">The last thing a user said.</param>
/// <param name="Options">How to answer, without the shape's constraint.</param>
/// <param name="Shape">Tools or response format; null for neither.</param>
internal sealed record ChatRequest(IReadOnlyList<ConversationPart> Conversation, string LastWords, GenerationOptions Options, IAnswerShape? Shape);
