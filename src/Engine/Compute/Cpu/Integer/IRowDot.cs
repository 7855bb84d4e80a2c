using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>One row of activations times a panel, as whole numbers of one size.</summary>
internal unsafe interface IRowDot
{
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
}
