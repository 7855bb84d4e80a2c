namespace Chameleon.Hub;

/// <summary>A model that lies on this machine, whole or not.</summary>
public sealed record FoundModel
{
    /// <summary>Its name: that of its repository, or of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What to pull to make it whole or newer; null for one that did not come from a hub.</summary>
    public HubReference? Reference { get; init; }

    /// <summary>What it is; null when it cannot be loaded.</summary>
    public ModelFacts? Facts { get; init; }

    /// <summary>Files that it lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Why it cannot be loaded, in a sentence; null when it can be, and when files are all that it lacks.</summary>
    public string? Problem { get; init; }
}
