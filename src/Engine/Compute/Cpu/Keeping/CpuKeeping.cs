using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Keeping;

/// <summary>Takes the CPU's packed matrices apart and puts them together again.</summary>
/// <param name="panelWidth">Rows of a panel, but for products of whole numbers.</param>
/// <param name="integers">Makes matrices of whole numbers, which are packed alike for every size of these; null where there are none.</param>
internal sealed class CpuKeeping(int panelWidth, IntegerPacking? integers)
{
    /// <summary>Another one whenever the same weights are packed into other bytes; a test knows the bytes.</summary>
    public const int Version = 1;

    private const string Int8 = "int8 ";

    /// <summary>The parts of a matrix.</summary>
    public static PackedParts TakeApart(CpuLinearWeight weight) => weight switch
    {
        PanelMatrix matrix => KeptPanels.TakeApart(matrix),
        FourBitMatrix matrix => KeptFourBit.TakeApart(matrix),
        ByteMatrix matrix => KeptBytes.TakeApart(matrix),
        CpuIntegerWeight numbers => Numbers(TakeApart(numbers.Matrix)),
        _ => throw new NotSupportedException($"{weight.GetType().Name} cannot be taken apart."),
    };

    /// <summary>The matrix of some parts.</summary>
    /// <exception cref="InvalidDataException">They are not those of such a matrix.</exception>
    public CpuLinearWeight PutTogether(PackedParts parts, MatrixShape shape) => parts.Kind switch
    {
        KeptPanels.Kind => KeptPanels.PutTogether(parts, shape, panelWidth),
        KeptFourBit.Kind => KeptFourBit.PutTogether(parts, shape, panelWidth),
        KeptBytes.Kind => KeptBytes.PutTogether(parts, shape, panelWidth),
        Int8 + KeptFourBit.Kind when integers is not null && KeptFourBit.PutTogether(parts, shape, IntegerPanels.Width) is { Shifts: null } matrix => integers.Weight(matrix),
        Int8 + KeptBytes.Kind when integers is not null && KeptBytes.PutTogether(parts, shape, IntegerPanels.Width) is { InFeatures: var width, Kind.Table: null } matrix && width % IntegerPanels.UnitDepth == 0 =>
            integers.Weight(matrix),
        _ => throw new InvalidDataException($"a weight is of the kind '{parts.Kind}', which is unknown here"),
    };

    /// <summary>A matrix that must be of float32 panels, as a kernel's is.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static PanelMatrix Plain(CpuLinearWeight weight) => weight is PanelMatrix { Panels.DType: DType.F32 } matrix
        ? matrix
        : throw new InvalidDataException($"a convolution has the form {weight.GetType().Name}, expected plain float32");

    private static PackedParts Numbers(PackedParts parts) => parts with { Kind = Int8 + parts.Kind };
}
