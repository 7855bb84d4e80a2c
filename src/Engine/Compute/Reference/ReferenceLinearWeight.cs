using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>A matrix as the checkpoint has it: row-major, F32 or BF16.</summary>
/// <param name="matrix">[out, in].</param>
/// <param name="scales">[out, runs], what the elements of a run are multiplied by afterwards; null when there is nothing.</param>
/// <param name="bias">[out].</param>
internal sealed class ReferenceLinearWeight(Tensor matrix, Tensor? scales, Tensor? bias) : LinearWeight
{
    public override int OutFeatures => Matrix.Shape[0];

    public override int InFeatures => Matrix.Shape[1];

    public override long ByteCount =>
        (Matrix.ElementCount * Matrix.DType.Size()) + (((Scales?.ElementCount ?? 0) + (Bias?.ElementCount ?? 0)) * sizeof(float));

    public Tensor Matrix { get; } = matrix;

    public Tensor? Scales { get; } = scales;

    public Tensor? Bias { get; } = bias;

    /// <summary>Inner indices that share a scale.</summary>
    public int RunLength => Scales is null ? InFeatures : InFeatures / Scales.Shape[1];

    /// <summary>Inner indices that are one chain.</summary>
    public int ChainLength => Scales is null ? InFeatures : IFourBitRows.ChainLength(RunLength);

    public override void Dispose()
    {
        Matrix.Dispose();
        Scales?.Dispose();
        Bias?.Dispose();
    }
}
