using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>Tensors in host memory: what every device whose address space is the process's own shares.</summary>
internal sealed class HostStore
{
    private const int SliceElements = 1 << 20;

    /// <summary>Counts tensors and packed weights.</summary>
    public MemoryLedger Ledger { get; } = new();

    /// <inheritdoc cref="IComputeDevice.Allocate"/>
    public Tensor Allocate(DType dtype, ReadOnlySpan<int> shape)
    {
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
        }

        var bytes = checked(Shape.Count(shape) * dtype.Size());
        return new Tensor(new HostMemory(bytes, Ledger), dtype, shape);
    }

    /// <inheritdoc cref="IComputeDevice.Upload"/>
    public Tensor Upload(HostTensor source, DType dtype)
    {
        if (dtype != DType.F32 && (dtype != DType.BF16 || source.DType != DType.BF16))
        {
            ComputeThrow.CannotUpload(source, dtype);
        }

        var tensor = Allocate(dtype, source.Shape);
        try
        {
            for (var start = 0L; start < source.ElementCount; start += SliceElements)
            {
                var count = (int)Math.Min(SliceElements, source.ElementCount - start);
                if (dtype == DType.F32)
                {
                    source.ReadFloats(start, tensor.Floats(start, count));
                }
                else
                {
                    source.Read(start * sizeof(ushort), MemoryMarshal.AsBytes(tensor.BFloat16s(start, count)));
                }
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="IComputeDevice.Write"/>
    public static void Write(ReadOnlySpan<float> source, Tensor destination)
    {
        OpShapes.RequireFloat32(nameof(Write), destination);
        if (source.Length > destination.ElementCount)
        {
            ComputeThrow.Range(nameof(Write), destination, 0, source.Length);
        }

        source.CopyTo(destination.Floats(0, source.Length));
        GC.KeepAlive(destination);
    }

    /// <inheritdoc cref="IComputeDevice.Read"/>
    public static void Read(Tensor source, long start, Span<float> destination)
    {
        OpShapes.RequireFloat32(nameof(Read), source);
        if (start < 0 || start > source.ElementCount - destination.Length)
        {
            ComputeThrow.Range(nameof(Read), source, start, destination.Length);
        }

        source.Floats(start, destination.Length).CopyTo(destination);
        GC.KeepAlive(source);
    }
}
