using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>What <see cref="TileProgram"/> is called with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TileArguments
{
    /// <summary>Shapes of the tiles.</summary>
    public TileConfiguration* Configuration;

    /// <summary>[groups, 2 tiles, 16 rows, 64 bytes]: a row's neighbours side by side.</summary>
    public sbyte* Activations;

    /// <summary>[groups, 2 tiles, 16 fours of inner indices, 16 rows, 4 bytes].</summary>
    public sbyte* Weights;

    /// <summary>Receives [groups, 2 tiles of activations, 2 tiles of weights, 16 rows of activations, 16 of weights].</summary>
    public int* Sums;

    /// <summary>At least 1.</summary>
    public long Groups;
}
