using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>A matrix as the checkpoint has it: row-major, F32 or BF16.</summary>
/// <param name="matrix">[out, in].</param>
/// <param name="bias">[out].</param>
internal sealed class ReferenceLinearWeight(Tensor matrix, Tensor? bias) : LinearWeight
{
    public override int OutFeatures => Matrix.Shape[0];

    public override int InFeatures => Matrix.Shape[1];

    public override long ByteCount =>
        (Matrix.ElementCount * Matrix.DType.Size()) + ((Bias?.ElementCount ?? 0) * sizeof(float));

    public Tensor Matrix { get; } = matrix;

    public Tensor? Bias { get; } = bias;

    public override void Dispose()
    {
        Matrix.Dispose();
        Bias?.Dispose();
    }
}
