using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Keeping;

/// <summary>Matrices of one byte an element.</summary>
internal static class KeptBytes
{
    public const string Kind = "byte";

    private const int Codes = 256;

    public static PackedParts TakeApart(ByteMatrix matrix)
    {
        var parts = new PackedWriter();
        parts.Flag(matrix.Kind.Per127);
        parts.Number((int)matrix.Kind.RoundTo);
        parts.Flag(matrix.Kind.Table is not null);
        parts.Floats(matrix.Kind.Table);
        parts.Tensor(matrix.Codes);
        parts.Tensor(matrix.Scales);
        parts.Optional(matrix.Bias);
        return parts.Parts(Kind);
    }

    public static ByteMatrix PutTogether(PackedParts parts, MatrixShape shape, int width)
    {
        var reader = new PackedReader(parts);
        var panels = shape.Panels(width);
        var per127 = reader.Flag();
        var roundTo = (DType)reader.Number((int)DType.F32, (int)DType.BF16);
        var kind = new ByteKind(per127, reader.Flag() ? reader.Floats(Codes) : null, roundTo);
        return reader.Whole(new ByteMatrix(
            reader.Tensor(DType.U8, panels, shape.In, width),
            reader.Tensor(DType.F32, panels * width),
            kind,
            shape.HasBias ? reader.Tensor(DType.F32, panels * width) : null,
            shape.Out));
    }
}
