using System.Text.Json.Serialization;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>One packed weight of a file.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Format">Stored form of a quantised matrix, for people; null when it is plain.</param>
/// <param name="Kind">How it is packed.</param>
/// <param name="Numbers">How its tensors belong together.</param>
/// <param name="Tensors">Where its tensors lie.</param>
internal sealed record PackedEntry(string Name, string? Format, string Kind, IReadOnlyList<long> Numbers, IReadOnlyList<PackedTensor> Tensors);

/// <summary>A tensor of a packed weight.</summary>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Offset">First byte in the file.</param>
internal sealed record PackedTensor(DType DType, int[] Shape, long Offset)
{
    /// <summary>Bytes that it takes; negative when it has no size that a tensor can have.</summary>
    [JsonIgnore]
    public long ByteCount
    {
        get
        {
            var count = (Int128)DType.Size();
            foreach (var size in Shape)
            {
                count = size < 0 || count > long.MaxValue ? -1 : count * size;
                if (count < 0)
                {
                    return -1;
                }
            }

            return count > long.MaxValue ? -1 : (long)count;
        }
    }
}
