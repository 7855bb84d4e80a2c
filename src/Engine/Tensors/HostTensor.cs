using System.Runtime.InteropServices;

namespace Chameleon.Engine.Tensors;

/// <summary>
/// A named tensor on the host that can be read in slices: the form in which weights travel from a checkpoint to a
/// device. Row-major. Implementations are thread-safe for reading.
/// </summary>
/// <param name="name">Name in the checkpoint, for messages.</param>
/// <param name="dtype">Element type.</param>
/// <param name="shape">Dimensions, outermost first; empty for a scalar.</param>
public abstract class HostTensor(string name, DType dtype, int[] shape)
{
    /// <summary>Name in the checkpoint.</summary>
    public string Name { get; } = name;

    /// <summary>Element type as stored.</summary>
    public DType DType { get; } = dtype;

    /// <summary>Dimensions, outermost first.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>Number of elements.</summary>
    public long ElementCount { get; } = Tensors.Shape.Count(shape);

    /// <summary>Bytes that it takes where it is stored.</summary>
    public virtual long StoredBytes => ElementCount * DType.Size();

    /// <summary>Copies raw bytes from the tensor's data, starting at a byte offset.</summary>
    /// <exception cref="IOException">The file behind the tensor is no longer there in full.</exception>
    public abstract void Read(long byteOffset, Span<byte> destination);

    /// <summary>Reads elements and converts them to float32 (round to nearest even from F64).</summary>
    /// <param name="start">First element.</param>
    /// <param name="destination">Receives <c>destination.Length</c> elements.</param>
    public void ReadFloats(long start, Span<float> destination)
    {
        if (DType == DType.F32)
        {
            Read(start * sizeof(float), MemoryMarshal.AsBytes(destination));
            return;
        }

        const int SliceElements = 16 * 1024;
        var size = DType.Size();
        Span<byte> slice = new byte[Math.Min(destination.Length, SliceElements) * size];
        for (var done = 0; done < destination.Length; done += SliceElements)
        {
            var target = destination.Slice(done, Math.Min(SliceElements, destination.Length - done));
            var source = slice[..(target.Length * size)];
            Read((start + done) * size, source);
            FloatConversion.ToFloats(DType, source, target);
        }
    }

    /// <summary>The whole tensor as float32.</summary>
    public float[] ToFloats()
    {
        var values = new float[checked((int)ElementCount)];
        ReadFloats(0, values);
        return values;
    }

    /// <summary>A tensor over an array, for tests and for weights that are computed.</summary>
    public static HostTensor From(string name, float[] values, params int[] shape) =>
        new ArrayTensor(name, values, shape);

    private sealed class ArrayTensor : HostTensor
    {
        private readonly float[] values;

        public ArrayTensor(string name, float[] values, int[] shape)
            : base(name, DType.F32, shape)
        {
            if (ElementCount != values.Length)
            {
                throw new ArgumentException(
                    $"Tensor '{name}' of shape {Tensors.Shape.Describe(shape)} needs {ElementCount} values, got {values.Length}.",
                    nameof(values));
            }

            this.values = values;
        }

        public override void Read(long byteOffset, Span<byte> destination) =>
            MemoryMarshal.AsBytes(values.AsSpan()).Slice(checked((int)byteOffset), destination.Length).CopyTo(destination);
    }
}
