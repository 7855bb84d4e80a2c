using System.Buffers;
using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>A matrix of one byte an element and one scale a row: LLM.int8, or quanto's 8-bit types.</summary>
/// <param name="name">Name of the matrix.</param>
/// <param name="codes">[out, in].</param>
/// <param name="scales">[out].</param>
/// <param name="scaleType">The scales' element type, in which quanto computes.</param>
/// <param name="type">quanto's type; null for LLM.int8.</param>
/// <param name="file">The checkpoint, for messages.</param>
internal sealed class RowScaledTensor(string name, HostTensor codes, float[] scales, DType scaleType, QuantoType? type, string file)
    : QuantizedTensor(name, codes.Shape, type?.Name ?? "int8", codes.StoredBytes + (scales.Length * scaleType.Size()))
{
    public override long LoadedBytes => ElementCount + (scales.Length * sizeof(float));

    /// <summary>A scale for each row.</summary>
    public ReadOnlySpan<float> Scales => scales;

    /// <summary>The scales' element type, in which quanto computes.</summary>
    public DType ScaleType => scaleType;

    /// <summary>quanto's type; null for LLM.int8.</summary>
    public QuantoType? Type => type;

    /// <summary>Codes from an element on; refuses those that are no numbers.</summary>
    public void ReadCodes(long first, Span<byte> destination)
    {
        codes.Read(first, destination);
        RequireNumbers(first, destination);
    }

    private protected override void Restore(long first, Span<float> destination)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(destination.Length);
        try
        {
            var bytes = buffer.AsSpan(0, destination.Length);
            ReadCodes(first, bytes);
            while (!destination.IsEmpty)
            {
                var row = (int)(first / Shape[1]);
                var count = (int)Math.Min(Shape[1] - (first % Shape[1]), destination.Length);
                if (type is null)
                {
                    Int8RowCodec.Dequantize(bytes[..count], scales[row], destination[..count]);
                }
                else
                {
                    QuantoCodec.Dequantize(type, bytes[..count], scales[row], scaleType, destination[..count]);
                }

                bytes = bytes[count..];
                destination = destination[count..];
                first += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void RequireNumbers(long first, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; type?.Format is { } format && i < bytes.Length; i++)
        {
            if (!float.IsFinite(format.Decode(bytes[i])))
            {
                QuantizationThrow.Wrong(file, codes.Name, $"element {first + i} has the code {bytes[i]}, {format.Decode(bytes[i])}", "the code of a finite number");
            }
        }
    }
}
