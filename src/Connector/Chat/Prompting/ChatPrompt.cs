using Chameleon.Engine.Generation;

namespace Chameleon.Connector;

/// <summary>A request as the engine takes it.</summary>
/// <param name="Parts">The prompt, pictures by their codes.</param>
/// <param name="Options">How to answer.</param>
/// <param name="PictureCount">Pictures in the prompt.</param>
/// <param name="ForgottenTurns">Turns of the user's, with their answers, that did not fit and were left out.</param>
/// <param name="Trace">The conversation so far; whoever writes the answer goes on with it and disposes it.</param>
internal sealed record ChatPrompt(IReadOnlyList<PromptPart> Parts, GenerationOptions Options, int PictureCount, int ForgottenTurns, ConversationTrace Trace);
