using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Keeping;

/// <summary>Matrices of 4-bit codes.</summary>
internal static class KeptFourBit
{
    public const string Kind = "4-bit";

    // What a block and a block of blocks have at most, whoever wrote them.
    private const int MostElements = 1 << 24;

    public static PackedParts TakeApart(FourBitMatrix matrix)
    {
        var parts = new PackedWriter();
        parts.Floats(matrix.Values);
        parts.Number(matrix.Scales.SegmentLength);
        parts.Tensor(matrix.Codes);
        parts.Tensor(matrix.Scales.Values);
        parts.Flag(matrix.Shifts is not null);
        parts.Optional(matrix.Shifts?.Values);
        parts.Flag(matrix.Scales.Nested is not null);
        if (matrix.Scales.Nested is { } nested)
        {
            parts.Float(nested.Offset);
            parts.Number(nested.InnerBlockSize);
            parts.Number(nested.BlockSize);
            parts.Tensor(nested.Table);
            parts.Tensor(nested.Absmax);
        }

        parts.Optional(matrix.Bias);
        return parts.Parts(Kind);
    }

    public static FourBitMatrix PutTogether(PackedParts parts, MatrixShape shape, int width)
    {
        var reader = new PackedReader(parts);
        var panels = shape.Panels(width);
        var values = reader.Floats(FourBitCode.Count);
        var segment = reader.Number(IFourBitRows.LeastRun, shape.In);
        Require(shape.In % segment == 0 && segment % IFourBitRows.LeastRun == 0, segment, shape.In);
        var segments = shape.In / segment;
        var codes = reader.Tensor(DType.U8, panels, shape.In / FourBitMatrix.UnitDepth, width * FourBitMatrix.UnitDepth / 2);
        var nestedScales = parts.Tensors.Count > 1 && parts.Tensors[1].DType == DType.U8;
        var scales = reader.Tensor(nestedScales ? DType.U8 : DType.F32, panels, segments, width);
        var shifts = reader.Flag() ? new BlockScales(segment, reader.Tensor(DType.F32, panels, segments, width), null) : null;
        var nested = reader.Flag() == nestedScales
            ? nestedScales ? Nested(reader, shape, segment) : null
            : throw new InvalidDataException($"scales of a {Kind} weight are {scales.DType}, which their description contradicts");
        var bias = shape.HasBias ? reader.Tensor(DType.F32, panels * width) : null;
        return reader.Whole(new FourBitMatrix(values, codes, new BlockScales(segment, scales, nested), shifts, bias, shape.Out, width));
    }

    private static NestedScales Nested(PackedReader reader, MatrixShape shape, int segment)
    {
        var offset = reader.Float();
        var inner = reader.Number(segment, MostElements);
        Require(inner % segment == 0, segment, inner);
        var outer = reader.Number(1, MostElements);
        var blocks = ((shape.Count - 1) / inner) + 1;
        return new NestedScales(
            reader.Tensor(DType.F32, EightBitCode.Count), reader.Tensor(DType.F32, checked((int)(((blocks - 1) / outer) + 1))), offset, outer, inner);
    }

    private static void Require(bool fits, int segment, int whole)
    {
        if (!fits)
        {
            throw new InvalidDataException($"a scale of a {Kind} weight serves {segment} elements, which do not divide {whole}");
        }
    }
}
