using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>
/// Sums over a row as sixteen partial sums (element i goes to sum i mod 16) that are then added in one set order,
/// however many lanes a vector has: every width gives the same bits.
/// </summary>
internal static unsafe class LaneSums<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int PartialSums = 16;

    /// <summary>Σ x.</summary>
    public static float Sum(float* x, nint count)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        var rest = stackalloc float[PartialSums];
        for (nint i = 0; i < count; i += PartialSums)
        {
            var values = Whole(x + i, count - i, 0, rest);
            s0 = TIsa.Add(s0, TIsa.Load(values));
            if (TIsa.Lanes < 16)
            {
                s1 = TIsa.Add(s1, TIsa.Load(values + TIsa.Lanes));
            }

            if (TIsa.Lanes < 8)
            {
                s2 = TIsa.Add(s2, TIsa.Load(values + (2 * TIsa.Lanes)));
                s3 = TIsa.Add(s3, TIsa.Load(values + (3 * TIsa.Lanes)));
            }
        }

        return Fold(s0, s1, s2, s3);
    }

    /// <summary>Σ (x − mean)².</summary>
    public static float SumOfSquares(float* x, nint count, float mean)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        var centre = TIsa.Broadcast(mean);
        var rest = stackalloc float[PartialSums];
        for (nint i = 0; i < count; i += PartialSums)
        {
            var values = Whole(x + i, count - i, mean, rest);
            s0 = AddSquare(s0, values, centre);
            if (TIsa.Lanes < 16)
            {
                s1 = AddSquare(s1, values + TIsa.Lanes, centre);
            }

            if (TIsa.Lanes < 8)
            {
                s2 = AddSquare(s2, values + (2 * TIsa.Lanes), centre);
                s3 = AddSquare(s3, values + (3 * TIsa.Lanes), centre);
            }
        }

        return Fold(s0, s1, s2, s3);
    }

    /// <summary>Sixteen values: where they lie, or a copy of the last few, filled up with what adds nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Whole(float* x, nint left, float filler, float* rest)
    {
        if (left >= PartialSums)
        {
            return x;
        }

        for (var i = 0; i < PartialSums; i++)
        {
            rest[i] = i < left ? x[i] : filler;
        }

        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddSquare(TVector sum, float* values, TVector centre)
    {
        var difference = TIsa.Subtract(TIsa.Load(values), centre);
        return TIsa.FusedMultiplyAdd(difference, difference, sum);
    }

    private static float Fold(TVector s0, TVector s1, TVector s2, TVector s3)
    {
        var sums = stackalloc float[4 * PartialSums];
        TIsa.Store(s0, sums);
        TIsa.Store(s1, sums + TIsa.Lanes);
        TIsa.Store(s2, sums + (2 * TIsa.Lanes));
        TIsa.Store(s3, sums + (3 * TIsa.Lanes));
        for (var width = PartialSums / 2; width > 0; width /= 2)
        {
            for (var i = 0; i < width; i++)
            {
                sums[i] += sums[i + width];
            }
        }

        return sums[0];
    }
}
