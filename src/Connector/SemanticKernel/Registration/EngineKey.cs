namespace Chameleon.SemanticKernel;

/// <summary>Key of the host that a registration by folder makes, so that services of several folders do not take each other's.</summary>
/// <param name="ModelDirectory">The folder.</param>
/// <param name="ServiceId">The services' id.</param>
internal sealed record EngineKey(string ModelDirectory, string? ServiceId);
