using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>The panels of a plain matrix, as addresses.</summary>
/// <typeparam name="TElement"><see cref="float"/> or <see cref="BFloat16"/>.</typeparam>
/// <param name="matrix">The matrix.</param>
internal readonly unsafe struct DensePanels<TElement>(PanelMatrix matrix) : IPanels
    where TElement : unmanaged
{
    private readonly TElement* panels = (TElement*)matrix.Panels.Address;
    private readonly int width = matrix.PanelWidth;

    /// <summary>Elements from one panel to the next.</summary>
    public nint Stride { get; } = (nint)matrix.InFeatures * matrix.PanelWidth;

    /// <summary>A panel from an inner index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TElement* Panel(int panel, int start) => panels + (panel * Stride) + ((nint)start * width);

    public PanelStretch<float> Stretch(int panel, int count, int start, int depth, float* scratch)
    {
        if (typeof(TElement) == typeof(float))
        {
            return new PanelStretch<float>((float*)Panel(panel, start), Stride);
        }

        var stride = (nint)depth * width;
        for (var i = 0; i < count; i++)
        {
            Widening.ToFloats((BFloat16*)Panel(panel + i, start), scratch + (i * stride), stride);
        }

        return new PanelStretch<float>(scratch, stride);
    }
}
