namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>A right operand as float32 panels, whatever it is stored as.</summary>
internal unsafe interface IPanels
{
    /// <summary>Inner indices [start, start + depth) of some neighbouring panels: where they lie, or restored into scratch space.</summary>
    /// <param name="panel">First panel.</param>
    /// <param name="count">Number of panels.</param>
    /// <param name="start">First inner index, a multiple of <see cref="BlockPlan.StretchDepth"/>.</param>
    /// <param name="depth">Number of inner indices.</param>
    /// <param name="scratch">[count, depth, width], and an eighth of that behind it.</param>
    PanelStretch<float> Stretch(int panel, int count, int start, int depth, float* scratch);
}
