using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models;

/// <summary>
/// A table of embeddings that stays where it is stored: rows are read when they are looked up, so that only those that come
/// up take memory, and that of the system's file cache. Thread-safe.
/// </summary>
/// <param name="stored">[vocabulary, width], of any float type.</param>
internal sealed class EmbeddingTable(HostTensor stored)
{
    /// <summary>Length of a row.</summary>
    public int Width { get; } = stored.Shape[1];

    /// <summary>Reads rows in float32.</summary>
    /// <param name="ids">Which, each below the number of rows; -1 leaves its place as it is.</param>
    /// <param name="destination">[ids, width].</param>
    /// <exception cref="IOException">The file behind the table is no longer there in full.</exception>
    public void Read(ReadOnlySpan<int> ids, Span<float> destination)
    {
        for (var row = 0; row < ids.Length; row++)
        {
            if (ids[row] != -1)
            {
                stored.ReadFloats((long)ids[row] * Width, destination.Slice(row * Width, Width));
            }
        }
    }
}
