using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>
/// How stored weights become whole numbers: of four inner indices and sixteen rows, the four numbers of a row side by side
/// in a lane of 32 bits.
/// </summary>
internal unsafe interface IInt8Weights
{
    /// <summary>Bytes of four inner indices and sixteen rows.</summary>
    static abstract int UnitBytes { get; }

    /// <summary>Reads a unit: rows 0 to 7, and 8 to 15.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="table">What codes stand for, in both halves; of no meaning where codes are the numbers.</param>
    /// <param name="first">Receives the first eight rows.</param>
    /// <param name="second">Receives the others.</param>
    static abstract void Load(byte* unit, Vector256<sbyte> table, out Vector256<sbyte> first, out Vector256<sbyte> second);
}
