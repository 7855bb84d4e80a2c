using Chameleon.Engine.Compute;

namespace Chameleon.Engine.Tensors;

/// <summary>
/// A dense row-major array in the memory of one device: shape, element type, memory; nothing clever.
/// The leading dimension may shrink and grow within what was allocated, so that one workspace serves passes of any
/// number of rows without allocating. Not thread-safe.
/// </summary>
public sealed class Tensor : IDisposable
{
    private readonly int[] shape;
    private readonly DeviceMemory memory;

    internal Tensor(DeviceMemory memory, DType dtype, ReadOnlySpan<int> shape)
    {
        this.memory = memory;
        this.shape = shape.ToArray();
        DType = dtype;
        Capacity = shape.Length == 0 ? 1 : shape[0];
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Largest value that <see cref="Rows"/> may take.</summary>
    public int Capacity { get; }

    /// <summary>The leading dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or more than <see cref="Capacity"/>.</exception>
    public int Rows
    {
        get => shape.Length == 0 ? 1 : shape[0];
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            shape[0] = value;
        }
    }

    /// <summary>Elements in one step of the leading dimension.</summary>
    public long RowSize => Tensors.Shape.Count(shape.AsSpan(1));

    /// <summary>Number of elements.</summary>
    public long ElementCount => Tensors.Shape.Count(shape);

    /// <summary>Address of the first element in the device's own address space.</summary>
    internal nint Address => memory.Address;

    /// <summary>Gives the memory back to the device. Further use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => memory.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"{DType} {Tensors.Shape.Describe(shape)}";
}
