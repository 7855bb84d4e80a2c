using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Keeping;

/// <summary>Plain matrices and kernels.</summary>
internal static class KeptPanels
{
    public const string Kind = "plain";

    public static PackedParts TakeApart(PanelMatrix matrix)
    {
        var parts = new PackedWriter();
        parts.Flag(matrix.Panels.DType == DType.BF16);
        parts.Tensor(matrix.Panels);
        parts.Optional(matrix.Bias);
        return parts.Parts(Kind);
    }

    public static PanelMatrix PutTogether(PackedParts parts, MatrixShape shape, int width)
    {
        var reader = new PackedReader(parts);
        var panels = shape.Panels(width);
        return reader.Whole(new PanelMatrix(
            reader.Tensor(reader.Flag() ? DType.BF16 : DType.F32, panels, shape.In, width),
            shape.HasBias ? reader.Tensor(DType.F32, panels * width) : null,
            shape.Out));
    }
}
