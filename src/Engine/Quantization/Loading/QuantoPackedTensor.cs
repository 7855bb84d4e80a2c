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
    : QuantizedTensor(name, shape, type.Name, packed.StoredBytes + (2L * scales.Length * scaleType.Size())), IFourBitRows
{
    private static readonly float[] WholeNumbers = [.. Enumerable.Range(0, 16).Select(code => (float)code)];

    public override long LoadedBytes => ((IFourBitRows)this).StaysPacked
        ? (ElementCount / 2) + (2L * scales.Length * sizeof(float))
        : ElementCount * sizeof(float);

    public int Rows => Shape[0];

    public int Columns => Shape[1];

    public ReadOnlySpan<float> CodeValues => WholeNumbers;

    /// <summary>A group, unless its scale makes quanto round to less than float32.</summary>
    public int RunLength => scaleType == DType.F32 ? BlockSize : 1;

    public int BlockSize => packed.Shape[1];

    public bool HasShifts => true;

    public NestedStatistics? Nested => null;

    public void ReadCodes(int row, Span<byte> destination)
    {
        var group = row * (Columns / BlockSize);
        for (; !destination.IsEmpty; group++, destination = destination[BlockSize..])
        {
            var codes = destination[..BlockSize];
            packed.Read((long)(group % packed.Shape[0]) * BlockSize, codes);
            QuantoPacking.Unpack(codes, group, scales.Length, type.Bits);
        }
    }

    public void ReadScales(int row, Span<float> destination) => scales.AsSpan(row * destination.Length, destination.Length).CopyTo(destination);

    public void ReadShifts(int row, Span<float> destination) => shifts.AsSpan(row * destination.Length, destination.Length).CopyTo(destination);

    public void ReadScaleCodes(int row, Span<byte> destination) => throw new NotSupportedException("These scales are stored as they are.");

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
