using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>Quantises one matrix into the tensors that stand for it in a checkpoint.</summary>
/// <param name="source">The matrix [out, in].</param>
/// <param name="file">Where it comes from, for messages.</param>
internal abstract class MatrixQuantizer(HostTensor source, string file)
{
    /// <summary>The matrix.</summary>
    public HostTensor Source { get; } = source;

    /// <summary>What is written for it.</summary>
    public abstract IReadOnlyList<OutputTensor> Parts { get; }

    protected int Rows { get; } = source.Shape[0];

    protected int Columns { get; } = source.Shape[1];

    /// <summary>Fills the bytes of <see cref="Parts"/>. Beyond them it holds one slice a thread.</summary>
    public abstract void Run(ParallelOptions options);

    /// <summary>The quantiser of a matrix.</summary>
    /// <param name="target">What it becomes.</param>
    /// <param name="blockSize">Elements of a 4-bit block.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="module">Path of its layer.</param>
    /// <param name="file">Where it comes from, for messages.</param>
    public static MatrixQuantizer Of(QuantizationTarget target, int blockSize, HostTensor source, string module, string file) => target switch
    {
        { Code: not null } => new FourBitQuantizer(target, blockSize, source, file),
        { Quanto: { IsPacked: true } type } => new QuantoGroupQuantizer(type, source, module, file),
        { Quanto: { } type } => new RowQuantizer(type, source, module, file),
        _ => new RowQuantizer(source, module, file),
    };

    protected float[] ReadRows(int first, int count)
    {
        var values = new float[count * Columns];
        Source.ReadFloats((long)first * Columns, values);
        return values;
    }

    protected void RequireFinite(float magnitude, string where, string expected = "finite weights")
    {
        if (!float.IsFinite(magnitude))
        {
            QuantizationThrow.Wrong(file, Source.Name, $"{where} has the magnitude {magnitude}", expected);
        }
    }

    protected static byte[] BytesOf(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
