using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>Packs quantised matrices for products of whole numbers.</summary>
internal static class Int8Packing
{
    /// <summary>Neighbours of a row whose products are summed at once.</summary>
    public const int Quad = 4;

    /// <summary>Packs a matrix whose weights are whole numbers but for a scale, or all but; null for any other.</summary>
    /// <param name="device">Gives memory.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="bias">Its bias, or null.</param>
    /// <param name="workspace">Where activations become whole numbers.</param>
    /// <param name="pool">Does the work.</param>
    public static CpuLinearWeight? TryPack(IComputeDevice device, HostTensor weight, HostTensor? bias, Workspace workspace, WorkerPool pool) => weight switch
    {
        IFourBitRows { StaysPacked: true, HasShifts: false } rows =>
            new CpuInt8Weight(FourBitPacking.Pack(device, rows, bias, Int8Panels.Width, FourBitWeights.Place, pool), workspace),
        RowScaledTensor rows when rows.Shape[1] % Quad == 0 && BytePacking.KindOf(rows).Table is null =>
            new CpuInt8Weight(BytePacking.Pack(device, rows, bias, Int8Panels.Width, Quad, pool), workspace),
        _ => null,
    };
}
