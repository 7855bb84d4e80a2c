using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>A matrix in quanto's 4- or 2-bit groups along its rows.</summary>
/// <param name="name">Name of the matrix.</param>
/// <param name="shape">[out, in].</param>
/// <param name="packed">[⌈groups · bits / 8⌉, group size].</param>
/// <param name="scales">[groups].</param>
/// <param name="shifts">[groups].</param>
/// <param name="scaleType">The scales' element type, in which quanto computes.</param>
/// <param name="type">qint4 or qint2.</param>
internal sealed class QuantoPackedTensor(
    string name, int[] shape, HostTensor packed, float[] scales, float[] shifts, DType scaleType, QuantoType type)
    : QuantizedTensor(name, shape, type.Name, packed.StoredBytes + (2L * scales.Length * scaleType.Size()))
{
    private protected override void Restore(long first, Span<float> destination)
    {
        var size = packed.Shape[1];
        var codes = new byte[size];
        while (!destination.IsEmpty)
        {
            var (group, skip) = ((int)(first / size), (int)(first % size));
            var count = Math.Min(size - skip, destination.Length);
            packed.Read(((long)(group % packed.Shape[0]) * size) + skip, codes.AsSpan(0, count));
            QuantoPacking.Unpack(codes.AsSpan(0, count), group, scales.Length, type.Bits);
            QuantoCodec.DequantizeShifted(codes.AsSpan(0, count), scales[group], shifts[group], scaleType, destination[..count]);
            destination = destination[count..];
            first += count;
        }
    }
}
