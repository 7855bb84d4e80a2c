namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>A matrix in panels.</summary>
/// <param name="matrix">[out, in].</param>
internal sealed class CpuLinearWeight(PanelMatrix matrix) : LinearWeight
{
    public override int OutFeatures => Matrix.OutFeatures;

    public override int InFeatures => Matrix.InFeatures;

    public override long ByteCount => Matrix.ByteCount;

    public PanelMatrix Matrix { get; } = matrix;

    public override void Dispose() => Matrix.Dispose();
}
