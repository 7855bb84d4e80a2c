using Chameleon.Hub;

namespace Chameleon.Web.Models;

/// <summary>A model on the shelf, and the ways in which it can be loaded.</summary>
/// <param name="Found">The model.</param>
/// <param name="Choices">The ways, as it is first; none for one that cannot be loaded.</param>
public sealed record ShelfModel(FoundModel Found, IReadOnlyList<LoadChoice> Choices);
