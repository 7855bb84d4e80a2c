using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// One factor for each row of a panel and each segment of inner indices, rows in lanes. A segment is the longest run that
/// lies within one block for every row.
/// </summary>
/// <param name="segmentLength">Inner indices of a segment.</param>
/// <param name="values">[panels, segments, width]: F32, or U8 codes when the factors are quantised themselves.</param>
/// <param name="nested">How codes are restored; null when factors are stored as they are.</param>
internal sealed class BlockScales(int segmentLength, Tensor values, NestedScales? nested) : IDisposable
{
    public int SegmentLength { get; } = segmentLength;

    public int Segments => Values.Shape[1];

    public int PanelWidth => Values.Shape[2];

    public Tensor Values { get; } = values;

    public NestedScales? Nested { get; } = nested;

    public long ByteCount => (Values.ElementCount * Values.DType.Size()) + (Nested?.ByteCount ?? 0);

    public void Dispose()
    {
        Values.Dispose();
        Nested?.Dispose();
    }
}
