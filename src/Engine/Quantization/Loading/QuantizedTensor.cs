using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>
/// A matrix whose form is quantised. It reads as float32, restored slice by slice while it is read, so a device that
/// knows nothing of quantisation packs it like any other; one that multiplies by packed weights asks for its parts instead.
/// Thread-safe for reading.
/// </summary>
/// <param name="name">Name of the matrix that it stands for: <c>….weight</c>.</param>
/// <param name="shape">[out, in].</param>
/// <param name="format">The stored form, for people: <c>nf4, nested</c>.</param>
/// <param name="storedBytes">Bytes that all its parts take in the checkpoint.</param>
public abstract class QuantizedTensor(string name, int[] shape, string format, long storedBytes) : HostTensor(name, DType.F32, shape)
{
    private const int PieceElements = 1 << 18;

    /// <summary>The stored form, for people: <c>nf4, nested</c>.</summary>
    public string Format { get; } = format;

    /// <inheritdoc/>
    public override long StoredBytes { get; } = storedBytes;

    /// <summary>Bytes that it takes on the CPU: its own size, or float32's where its blocks do not allow to keep it packed.</summary>
    public abstract long LoadedBytes { get; }

    /// <inheritdoc/>
    public sealed override void Read(long byteOffset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteOffset, (ElementCount * sizeof(float)) - destination.Length);
        if (byteOffset % sizeof(float) != 0 || destination.Length % sizeof(float) != 0)
        {
            throw new ArgumentException($"A restored tensor is read in whole elements of {sizeof(float)} bytes, not {destination.Length} bytes from {byteOffset}.", nameof(byteOffset));
        }

        var values = MemoryMarshal.Cast<byte, float>(destination);
        for (var done = 0; done < values.Length; done += PieceElements)
        {
            Restore((byteOffset / sizeof(float)) + done, values.Slice(done, Math.Min(PieceElements, values.Length - done)));
        }
    }

    /// <summary>Restores elements from <paramref name="first"/> on.</summary>
    private protected abstract void Restore(long first, Span<float> destination);
}
