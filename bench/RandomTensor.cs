using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench;

/// <summary>Weights of any size that take no memory: small numbers of either sign, made as they are read.</summary>
/// <param name="dtype">F32 or BF16.</param>
/// <param name="shape">Dimensions.</param>
internal sealed class RandomTensor(DType dtype, params int[] shape) : HostTensor("random.weight", dtype, shape)
{
    public override void Read(long byteOffset, Span<byte> destination)
    {
        var random = new Random(unchecked((int)byteOffset));
        if (DType == DType.BF16)
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, ushort>(destination))
            {
                value = FloatConversion.ToBFloat16(random.NextSingle() - 0.5f);
            }
        }
        else
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(destination))
            {
                value = random.NextSingle() - 0.5f;
            }
        }
    }
}
