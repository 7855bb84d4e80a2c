using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>Sums of products of whole numbers in lanes of 32 bits: exact, so the same on every instruction set.</summary>
internal static unsafe class IntegerDot
{
    /// <summary>sum + Σ of four products a lane.</summary>
    /// <param name="sum">Eight sums.</param>
    /// <param name="weights">From −128 to 127.</param>
    /// <param name="activations">From −127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<sbyte> weights, Vector256<sbyte> activations)
    {
        if (Avx2.IsSupported)
        {
            // The instructions take unsigned times signed: the weights' signs move over to the activations. Pairs stay
            // below 2 · 128 · 127, which 16 bits hold.
            var magnitudes = Avx2.Abs(weights);
            var signed = Avx2.Sign(activations, weights);
            return AvxVnni.IsSupported
                ? AvxVnni.MultiplyWideningAndAdd(sum, magnitudes, signed)
                : sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitudes, signed), Vector256.Create((short)1));
        }

        for (var i = 0; i < sizeof(int); i++)
        {
            sum += (weights.AsInt32() << (24 - (8 * i)) >> 24) * (activations.AsInt32() << (24 - (8 * i)) >> 24);
        }

        return sum;
    }

    /// <summary>sum + Σ of two products a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> weights, Vector256<short> activations)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, weights, activations);
        }

        if (Avx2.IsSupported)
        {
            return sum + Avx2.MultiplyAddAdjacent(weights, activations);
        }

        var (w, x) = (weights.AsInt32(), activations.AsInt32());
        return sum + ((w << 16 >> 16) * (x << 16 >> 16)) + ((w >> 16) * (x >> 16));
    }

    /// <summary>sums + exact sums · scale · xScale, of the sixteen rows of a panel.</summary>
    /// <param name="first">Of rows 0 to 7.</param>
    /// <param name="second">Of rows 8 to 15.</param>
    /// <param name="scale">One for each row.</param>
    /// <param name="xScale">The activations'.</param>
    /// <param name="sums">One for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(Vector256<int> first, Vector256<int> second, float* scale, float xScale, float* sums)
    {
        var factor = Vector256.Create(xScale);
        var lanes = Vector256<float>.Count;
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(first), Vector256.Load(scale) * factor, Vector256.Load(sums)).Store(sums);
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(second), Vector256.Load(scale + lanes) * factor, Vector256.Load(sums + lanes)).Store(sums + lanes);
    }

    /// <summary>Low and high bytes side by side: of the first eight of each half, and of the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Vector256<byte> low, Vector256<byte> high, out Vector256<short> first, out Vector256<short> second)
    {
        if (Avx2.IsSupported)
        {
            first = Avx2.UnpackLow(low, high).AsInt16();
            second = Avx2.UnpackHigh(low, high).AsInt16();
            return;
        }

        var front = Vector256.WidenLower(low) | (Vector256.WidenLower(high) << 8);
        var back = Vector256.WidenUpper(low) | (Vector256.WidenUpper(high) << 8);
        first = Vector256.Create(front.GetLower(), back.GetLower()).AsInt16();
        second = Vector256.Create(front.GetUpper(), back.GetUpper()).AsInt16();
    }

    /// <summary>Lanes 0 and 2 of each half of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Even<T>(Vector256<T> first, Vector256<T> second)
    {
        var (a, b) = (first.AsInt32(), second.AsInt32());
        return Avx.IsSupported
            ? Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsInt32()
            : Vector256.Create(a[0], a[2], b[0], b[2], a[4], a[6], b[4], b[6]);
    }

    /// <summary>Lanes 1 and 3 of each half of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Odd<T>(Vector256<T> first, Vector256<T> second)
    {
        var (a, b) = (first.AsInt32(), second.AsInt32());
        return Avx.IsSupported
            ? Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsInt32()
            : Vector256.Create(a[1], a[3], b[1], b[3], a[5], a[7], b[5], b[7]);
    }
}
