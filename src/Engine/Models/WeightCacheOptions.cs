using Chameleon.Engine.Checkpoints.Packed;

namespace Chameleon.Engine.Models;

/// <summary>
/// Packed weights are kept in a file, so that the next start maps them instead of reading, quantising and packing the
/// checkpoint. Immutable.
/// </summary>
public sealed record WeightCacheOptions
{
    /// <summary>Folder for the files of any number of models; null: <c>.chameleon</c> in the model's own folder.</summary>
    public string? Folder { get; init; }

    /// <summary>The files that are kept of a model, one for each way in which it was loaded.</summary>
    /// <param name="model">The model's folder.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<FileInfo> Files(string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return PackedFolder.Of(model, Folder).Files();
    }
}
