using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>How stored weights become whole numbers, a unit at a time: four inner indices and sixteen rows.</summary>
internal unsafe interface IIntegerWeights
{
    /// <summary>Bytes of a unit.</summary>
    static abstract int UnitBytes { get; }

    /// <summary>Reads a unit as 8 bits, the four numbers of a row side by side in a lane of 32 bits.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="table">What codes stand for; of no meaning where codes are the numbers.</param>
    /// <param name="first">Receives rows 0 to 7.</param>
    /// <param name="second">Receives rows 8 to 15.</param>
    static abstract void LoadBytes(byte* unit, Vector256<byte> table, out Vector256<sbyte> first, out Vector256<sbyte> second);

    /// <summary>Reads a unit as 16 bits, the four numbers of a row side by side in two lanes of 32 bits.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="low">Low bytes of what codes stand for; of no meaning where codes are the numbers.</param>
    /// <param name="high">High bytes.</param>
    /// <param name="first">Receives rows 0, 1, 4 and 5.</param>
    /// <param name="second">Receives rows 2, 3, 6 and 7.</param>
    /// <param name="third">Receives rows 8, 9, 12 and 13.</param>
    /// <param name="fourth">Receives rows 10, 11, 14 and 15.</param>
    static abstract void LoadWords(
        byte* unit, Vector256<byte> low, Vector256<byte> high,
        out Vector256<short> first, out Vector256<short> second, out Vector256<short> third, out Vector256<short> fourth);
}
