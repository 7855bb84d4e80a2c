using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Vectors;

/// <summary>
/// Functions by one sequence of operations each, so that every vector width gives the same bits. The coefficients are
/// our own fits at Chebyshev nodes, rounded to float32.
/// </summary>
internal static class VectorMath<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Adding it leaves the nearest integer in the low bits of a float32.</summary>
    private const float RoundingShift = 12_582_912f; // 1.5 · 2²³

    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f; // 9 bits, so that its product with an exponent is exact
    private const float Ln2Low = -2.12194440e-4f;
    private const float Underflow = -88f; // where the exponent is −127, whose power of two is 0
    private const float Overflow = 89f; // where the exponent is 128, whose power of two is infinity

    /// <summary>
    /// eˣ to 2 units in the last place; exactly 1 at 0, 0 below −87.7, infinity from 88.4 on; NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var clamped = TIsa.Min(TIsa.Broadcast(Overflow), TIsa.Max(TIsa.Broadcast(Underflow), x));
        var shifted = TIsa.FusedMultiplyAdd(clamped, TIsa.Broadcast(Log2E), TIsa.Broadcast(RoundingShift));
        var exponent = TIsa.Subtract(shifted, TIsa.Broadcast(RoundingShift));
        var r = TIsa.FusedMultiplyAdd(exponent, TIsa.Broadcast(-Ln2High), clamped);
        r = TIsa.FusedMultiplyAdd(exponent, TIsa.Broadcast(-Ln2Low), r);

        // eʳ = 1 + r + r² · q(r) on ±½·ln 2, relative error 2.4e-10
        var q = TIsa.Broadcast(1.9891981e-4f);
        q = TIsa.FusedMultiplyAdd(q, r, TIsa.Broadcast(1.3934541e-3f));
        q = TIsa.FusedMultiplyAdd(q, r, TIsa.Broadcast(8.3333105e-3f));
        q = TIsa.FusedMultiplyAdd(q, r, TIsa.Broadcast(4.1666456e-2f));
        q = TIsa.FusedMultiplyAdd(q, r, TIsa.Broadcast(1.6666667e-1f));
        q = TIsa.FusedMultiplyAdd(q, r, TIsa.Broadcast(0.5f));
        var power = TIsa.Add(TIsa.FusedMultiplyAdd(TIsa.Multiply(r, r), q, r), TIsa.Broadcast(1f));
        return TIsa.Multiply(power, TIsa.PowerOfTwo(shifted));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => TIsa.Divide(TIsa.Broadcast(1f), TIsa.Add(TIsa.Broadcast(1f), Exp(Negate(x))));

    /// <summary>x · sigmoid(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Silu(TVector x) => TIsa.Divide(x, TIsa.Add(TIsa.Broadcast(1f), Exp(Negate(x))));

    /// <summary>½ · erfc(|x| / √2), the weight of a normal distribution beyond |x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalTail(TVector x)
    {
        var distance = TIsa.Abs(x);

        // e^(z²) · erfc(z) = t · p(t) with z = |x| / √2 and t = 1 / (1 + 0.35 · z), relative error 5.6e-8
        var t = TIsa.Divide(
            TIsa.Broadcast(1f), TIsa.FusedMultiplyAdd(distance, TIsa.Broadcast(0.24748737f), TIsa.Broadcast(1f)));
        var p = TIsa.Broadcast(0.043664765f);
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(-0.1872536f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.24748434f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(-0.11504997f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.159174636f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.107504435f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.16447093f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.18505722f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.1974812f));
        p = TIsa.FusedMultiplyAdd(p, t, TIsa.Broadcast(0.1974661f));

        var half = TIsa.Multiply(distance, TIsa.Broadcast(-0.5f));
        return TIsa.Multiply(TIsa.Multiply(TIsa.Multiply(p, t), TIsa.Broadcast(0.5f)), Exp(TIsa.Multiply(half, distance)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Negate(TVector x) => TIsa.Subtract(default, x);
}
