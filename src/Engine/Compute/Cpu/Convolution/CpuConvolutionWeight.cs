using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Convolution;

/// <summary>A convolution kernel in panels: a matrix [out, size · size · in], inner index (ky, kx, channel).</summary>
/// <param name="matrix">[out, size · size · in].</param>
/// <param name="geometry">Size, stride and padding.</param>
internal sealed class CpuConvolutionWeight(PanelMatrix matrix, ConvolutionGeometry geometry) : ConvolutionWeight
{
    public override int OutChannels => Matrix.OutFeatures;

    public override int InChannels => Matrix.InFeatures / (Geometry.KernelSize * Geometry.KernelSize);

    public override ConvolutionGeometry Geometry { get; } = geometry;

    public override long ByteCount => Matrix.ByteCount;

    public PanelMatrix Matrix { get; } = matrix;

    public override void Dispose() => Matrix.Dispose();
}
