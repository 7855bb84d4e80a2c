namespace Chameleon.Engine.Models;

/// <summary>
/// Packed weights are kept in a file, so that the next start maps them instead of reading, quantising and packing the
/// checkpoint. Immutable.
/// </summary>
public sealed record WeightCacheOptions
{
    /// <summary>Folder for the files of any number of models; null: <c>.chameleon</c> in the model's own folder.</summary>
    public string? Folder { get; init; }
}
