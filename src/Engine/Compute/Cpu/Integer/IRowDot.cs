using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>One row of activations times a panel, as whole numbers of one size.</summary>
internal unsafe interface IRowDot
{
    private const int FurtherAhead = 3 * 1024;
    private const int LineBytes = 64;

    /// <summary>Bytes of a unit of the panel.</summary>
    static abstract int UnitBytes { get; }

    /// <summary>Bytes of an activation.</summary>
    static abstract int CodeBytes { get; }

    /// <summary>Exact sums over one group.</summary>
    /// <param name="unit">The panel's first unit of the group.</param>
    /// <param name="x">The first activation.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="table">What 4-bit codes stand for.</param>
    /// <param name="first">Receives rows 0 to 7.</param>
    /// <param name="second">Receives rows 8 to 15.</param>
    static abstract void Sum(byte* unit, byte* x, byte* end, in IntegerTable table, out Vector256<int> first, out Vector256<int> second);

    /// <summary>Begins to load what lies a page behind two units: a page, as the processor's own prefetcher ends there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AskForUnits<TWeights>(byte* unit)
        where TWeights : IIntegerWeights
    {
        Prefetch.Ahead(unit + FurtherAhead);
        if (TWeights.UnitBytes > LineBytes / 2)
        {
            Prefetch.Ahead(unit + FurtherAhead + LineBytes);
        }
    }
}
