using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// The operands of one tile. Rows and panels past the last one are read as the first and so compute and store the
/// first one's values once more: tiles need no code for edges.
/// </summary>
/// <typeparam name="TElement"><see cref="float"/> or <see cref="BFloat16"/>.</typeparam>
internal unsafe struct TileWork<TElement>
    where TElement : unmanaged
{
    /// <summary>First row of the input, at the first inner index.</summary>
    public float* FirstInput;

    /// <summary>Elements from one input row to the next.</summary>
    public nint InputStride;

    /// <summary>Rows in use, at least one.</summary>
    public int Rows;

    /// <summary>First panel of the weight, at the first inner index: [depth][width].</summary>
    public TElement* FirstPanel;

    /// <summary>Elements from one panel to the next.</summary>
    public nint PanelStride;

    /// <summary>Panels in use, at least one.</summary>
    public int Panels;

    /// <summary>Columns of a panel.</summary>
    public nint PanelWidth;

    /// <summary>Inner indices to run over.</summary>
    public nint Depth;

    /// <summary>Top left of the result.</summary>
    public float* FirstOutput;

    /// <summary>Elements from one result row to the next.</summary>
    public nint OutputStride;

    /// <summary>Added at the end, one value per column, unless null.</summary>
    public float* Bias;

    /// <summary>Whether the result holds what came before: chains, or with factors their total, go on from it instead of from zero.</summary>
    public bool Resume;

    /// <summary>
    /// What the chains of the first panel are multiplied by when they join the result, [chains][width]; null when one chain
    /// goes through all inner indices. Tiles of one row do not know them.
    /// </summary>
    public float* FirstFactors;

    /// <summary>Elements from the factors of one panel to the next's.</summary>
    public nint FactorStride;

    /// <summary>Inner indices that share a factor, a divisor of <see cref="Depth"/>; of no meaning when there are no factors.</summary>
    public nint FactorDepth;

    /// <summary>Inner indices of a chain.</summary>
    public readonly nint ChainLength => FirstFactors == null ? Depth : FactorDepth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* InputRow(int row) => row < Rows ? FirstInput + (row * InputStride) : FirstInput;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TElement* Panel(int panel) => panel < Panels ? FirstPanel + (panel * PanelStride) : FirstPanel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* OutputRow(int row) => row < Rows ? FirstOutput + (row * OutputStride) : FirstOutput;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* Factors(int panel) => panel < Panels ? FirstFactors + (panel * FactorStride) : FirstFactors;

    /// <summary>A panel's first column, counted from the tile's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint PanelColumn(int panel) => panel < Panels ? panel * PanelWidth : 0;
}
