using Chameleon.Engine.Generation;

namespace Chameleon.Connector;

/// <summary>A request as the engine takes it.</summary>
/// <param name="Parts">The prompt, pictures by their codes.</param>
/// <param name="Options">How to answer.</param>
/// <param name="PictureCount">Pictures in the prompt.</param>
internal sealed record ChatPrompt(IReadOnlyList<PromptPart> Parts, GenerationOptions Options, int PictureCount);
