using System.Runtime.InteropServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute;

/// <summary>Random operands of products, and results as bits.</summary>
internal static class ProductOperands
{
    /// <summary>Values of either sign over several binary orders, so that every rounding shows.</summary>
    public static float[] Values(Random random, long count)
    {
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-6, 7));
        }

        return values;
    }

    public static HostTensor Host(Random random, DType dtype, params int[] shape)
    {
        var values = Values(random, Shape.Count(shape));
        return dtype == DType.BF16
            ? new BFloat16Tensor("weight", Array.ConvertAll(values, FloatConversion.ToBFloat16), shape)
            : HostTensor.From("weight", values, shape);
    }

    public static Tensor Upload(IComputeDevice device, Random random, params int[] shape) =>
        device.Upload(HostTensor.From("input", Values(random, Shape.Count(shape)), shape));

    /// <summary>A tensor of NaN, so that an element which an operation forgets is seen.</summary>
    public static Tensor Unwritten(IComputeDevice device, params int[] shape)
    {
        var values = new float[Shape.Count(shape)];
        Array.Fill(values, float.NaN);
        return device.Upload(HostTensor.From("output", values, shape));
    }

    public static uint[] Bits(IComputeDevice device, Tensor tensor)
    {
        var values = new float[tensor.ElementCount];
        device.Read(tensor, 0, values);
        return MemoryMarshal.Cast<float, uint>(values).ToArray();
    }

    private sealed class BFloat16Tensor(string name, ushort[] bits, int[] shape) : HostTensor(name, DType.BF16, shape)
    {
        public override void Read(long byteOffset, Span<byte> destination) =>
            MemoryMarshal.AsBytes(bits.AsSpan()).Slice(checked((int)byteOffset), destination.Length).CopyTo(destination);
    }
}
