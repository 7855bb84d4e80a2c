using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>Sums of four products of whole numbers per 32-bit lane: exact, so the same on every instruction set.</summary>
internal static unsafe class Int8Dot
{
    /// <summary>sum + Σ weights · activations, the activations the same four in every lane.</summary>
    /// <param name="sum">Eight sums.</param>
    /// <param name="weights">Four for each lane, from −128 to 127.</param>
    /// <param name="activations">Four, from −127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<sbyte> weights, sbyte* activations)
    {
        var four = Vector256.Create(*(int*)activations);
        if (Avx2.IsSupported)
        {
            // The instructions take unsigned times signed: the weights' signs move over to the activations. Pairs stay
            // below 2 · 128 · 127, which 16 bits hold.
            var magnitudes = Avx2.Abs(weights);
            var signed = Avx2.Sign(four.AsSByte(), weights);
            return AvxVnni.IsSupported
                ? AvxVnni.MultiplyWideningAndAdd(sum, magnitudes, signed)
                : sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitudes, signed), Vector256.Create((short)1));
        }

        for (var i = 0; i < sizeof(int); i++)
        {
            sum += (weights.AsInt32() << (24 - (8 * i)) >> 24) * activations[i];
        }

        return sum;
    }
}
