using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>The magnitudes of a tensor's blocks as stored, read and checked slice by slice. Thread-safe.</summary>
/// <param name="stored">F32, or U8 codes when they are nested.</param>
/// <param name="nested">How codes are restored; null when magnitudes are stored as they are.</param>
/// <param name="file">The checkpoint, for messages.</param>
internal sealed class Magnitudes(HostTensor stored, NestedStatistics? nested, string file)
{
    /// <summary>How codes are restored; null when magnitudes are stored as they are.</summary>
    public NestedStatistics? Nested => nested;

    public bool IsNested => nested is not null;

    public long StoredBytes => stored.StoredBytes + (nested is null ? 0 : nested.StoredBytes);

    /// <summary>Magnitudes from block <paramref name="first"/> on.</summary>
    public void Read(long first, Span<float> destination)
    {
        if (nested is null)
        {
            stored.ReadFloats(first, destination);
        }
        else
        {
            var codes = new byte[destination.Length];
            stored.Read(first, codes);
            NestedAbsmax.Dequantize(nested.Code, codes, nested.Absmax, nested.Offset, nested.BlockSize, first, destination);
        }

        Check(first, destination);
    }

    /// <summary>Codes of nested magnitudes from block <paramref name="first"/> on.</summary>
    public void ReadCodes(long first, Span<byte> destination) => stored.Read(first, destination);

    private void Check(long first, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // Restored statistics may fall a little below zero; stored ones are magnitudes.
            if (!float.IsFinite(values[i]) || (nested is null && values[i] < 0))
            {
                QuantizationThrow.Wrong(
                    file, stored.Name, $"block {first + i} has the magnitude {values[i]}",
                    nested is null ? "a finite number of at least 0" : "a finite number");
            }
        }
    }
}
