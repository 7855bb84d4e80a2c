using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Packed;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>A matrix in panels of sixteen rows for products of whole numbers, as addresses.</summary>
/// <param name="codes">[panels, in / 4, bytes of a unit].</param>
/// <param name="units">in / 4.</param>
/// <param name="rowScales">[panels, width]: one scale a row; null when there is one for each segment.</param>
/// <param name="blockScales">One scale for each row and segment; of no meaning when there is one a row.</param>
/// <param name="segments">Segments of a row.</param>
/// <param name="segmentLength">Inner indices of a segment, a multiple of the activations' group.</param>
/// <param name="table">What 4-bit codes stand for, in both halves.</param>
internal readonly unsafe struct Int8Panels(
    byte* codes, int units, float* rowScales, ScaleRows blockScales, int segments, int segmentLength, Vector256<sbyte> table)
{
    /// <summary>Rows of a panel.</summary>
    public const int Width = 16;

    public int SegmentLength { get; } = segmentLength;

    public Vector256<sbyte> Table { get; } = table;

    /// <summary>Scratch space that <see cref="Scales"/> needs.</summary>
    public int ScratchFloats => rowScales == null ? blockScales.ScratchFloats(segments) : 0;

    /// <summary>First unit of a panel.</summary>
    public byte* Codes(int panel, int unitBytes) => codes + ((nint)panel * units * unitBytes);

    /// <summary>Scales [segments, width] of a panel.</summary>
    public float* Scales(int panel, float* scratch) =>
        rowScales == null ? blockScales.Take(panel, 0, segments, scratch) : rowScales + ((nint)panel * Width);
}
