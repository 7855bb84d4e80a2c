using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>
/// Views of tensors in host memory. A view does not keep its tensor alive: who uses one ends with
/// <see cref="GC.KeepAlive"/>, so that the finalizer of a forgotten tensor cannot free what is being read.
/// </summary>
internal static unsafe class HostTensorAccess
{
    /// <summary>First element of a float32 tensor.</summary>
    public static float* FloatPointer(this Tensor tensor) => (float*)tensor.Address;

    /// <summary>Elements [start, start + count) of a float32 tensor.</summary>
    public static Span<float> Floats(this Tensor tensor, long start, int count) =>
        new((float*)tensor.Address + start, count);

    /// <summary>The row-th step of the leading dimension of a float32 tensor.</summary>
    public static Span<float> FloatRow(this Tensor tensor, int row)
    {
        var size = checked((int)tensor.RowSize);
        return tensor.Floats((long)row * size, size);
    }

    /// <summary>Elements [start, start + count) of a bfloat16 tensor, as bits.</summary>
    public static Span<ushort> BFloat16s(this Tensor tensor, long start, int count) =>
        new((ushort*)tensor.Address + start, count);

    /// <summary>Bytes [start, start + count) of a tensor of any type.</summary>
    public static ReadOnlySpan<byte> Bytes(this Tensor tensor, long start, int count) => new((byte*)tensor.Address + start, count);
}
