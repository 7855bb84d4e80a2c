using Chameleon.Engine.Generation;

namespace Chameleon.Connector;

/// <summary>
/// The engine's own event behind a <see cref="Microsoft.Extensions.AI.ChatResponseUpdate"/>: its
/// <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/>. Immutable.
/// </summary>
/// <param name="Step">The event: text with its ids, progress of a picture, a picture with its codes, or the end.</param>
public sealed record ChameleonUpdate(GenerationUpdate Step);
