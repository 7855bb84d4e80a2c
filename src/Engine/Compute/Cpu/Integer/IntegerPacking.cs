using Chameleon.Engine.Compute.Cpu.Amx;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>Packs quantised matrices for products of whole numbers.</summary>
/// <param name="range">How large numbers may be.</param>
/// <param name="workspace">Where activations become whole numbers.</param>
/// <param name="amx">Multiplies many rows of 8 bits, or null.</param>
/// <param name="pool">Does the work.</param>
internal sealed class IntegerPacking(IntegerRange range, Workspace workspace, AmxProducts? amx, WorkerPool pool)
{
    /// <summary>Packs a matrix whose weights are whole numbers but for a scale, or all but; null for any other.</summary>
    /// <param name="device">Gives memory.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="bias">Its bias, or null.</param>
    public CpuLinearWeight? TryPack(IComputeDevice device, HostTensor weight, HostTensor? bias) => weight switch
    {
        IFourBitRows { StaysPacked: true, HasShifts: false } rows =>
            Weight(FourBitPacking.Pack(device, rows, bias, IntegerPanels.Width, FourBitWeights.Place, pool)),
        RowScaledTensor rows when rows.Shape[1] % IntegerPanels.UnitDepth == 0 && BytePacking.KindOf(rows).Table is null =>
            Weight(BytePacking.Pack(device, rows, bias, IntegerPanels.Width, IntegerPanels.UnitDepth, pool)),
        _ => null,
    };

    /// <summary>4-bit codes without shifts, packed as <see cref="TryPack"/> does it.</summary>
    public CpuIntegerWeight Weight(FourBitMatrix matrix) => new(matrix, range, workspace, amx);

    /// <summary>int8 codes, packed as <see cref="TryPack"/> does it.</summary>
    public CpuIntegerWeight Weight(ByteMatrix matrix) => new(matrix, range, workspace, amx);
}
