using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix of bytes with any meaning as panels of float32, restored one by one.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="table">What the codes stand for.</param>
internal readonly unsafe struct TablePanels(ByteMatrix matrix, float* table) : IPanels
{
    private readonly byte* codes = (byte*)matrix.Codes.Address;
    private readonly float* scales = (float*)matrix.Scales.Address;
    private readonly nint inFeatures = matrix.InFeatures;
    private readonly int width = matrix.PanelWidth;
    private readonly DType roundTo = matrix.Kind.RoundTo;

    public PanelStretch<float> Stretch(int panel, int count, int start, int depth, float* scratch)
    {
        var stride = (nint)depth * width;
        for (var i = 0; i < count; i++)
        {
            var source = codes + ((((panel + i) * inFeatures) + start) * width);
            var scale = scales + ((panel + i) * width);
            var values = new Span<float>(scratch + (i * stride), depth * width);
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = scale[at % width] * table[source[at]];
            }

            Precision.Round(values, roundTo);
        }

        return new PanelStretch<float>(scratch, stride);
    }
}
