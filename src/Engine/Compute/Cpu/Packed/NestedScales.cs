using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>How the factors of 4-bit blocks are restored that are quantised in turn, in blocks across the rows of the matrix.</summary>
/// <param name="table">What the 256 codes stand for.</param>
/// <param name="absmax">A magnitude for each <paramref name="blockSize"/> factors.</param>
/// <param name="offset">Added to every factor.</param>
/// <param name="blockSize">Factors of a block.</param>
/// <param name="innerBlockSize">Elements of the matrix that share a factor.</param>
internal sealed class NestedScales(Tensor table, Tensor absmax, float offset, int blockSize, int innerBlockSize) : IDisposable
{
    public Tensor Table { get; } = table;

    public Tensor Absmax { get; } = absmax;

    public float Offset { get; } = offset;

    public int BlockSize { get; } = blockSize;

    public int InnerBlockSize { get; } = innerBlockSize;

    public long ByteCount => (Table.ElementCount + Absmax.ElementCount) * sizeof(float);

    public void Dispose()
    {
        Table.Dispose();
        Absmax.Dispose();
    }
}
