using System.Numerics;
using System.Runtime.CompilerServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>bfloat16 to float32, exact.</summary>
internal static unsafe class Widening
{
    /// <summary>Widens <paramref name="count"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(BFloat16* source, float* destination, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.Load((ushort*)source + i), out var low, out var high);
            Vector.Store(low << 16, (uint*)destination + i);
            Vector.Store(high << 16, (uint*)destination + i + Vector<uint>.Count);
        }

        for (; i < count; i++)
        {
            destination[i] = FloatConversion.FromBFloat16(source[i].Bits);
        }
    }
}
