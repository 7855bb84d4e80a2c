namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>A right operand as float32 panels, whatever it is stored as.</summary>
internal unsafe interface IPanels
{
    /// <summary>Inner indices [start, start + depth) of some neighbouring panels: where they lie, or restored into scratch space.</summary>
    /// <param name="panel">First panel.</param>
    /// <param name="count">Number of panels.</param>
    /// <param name="start">First inner index, a multiple of 32.</param>
    /// <param name="depth">Number of inner indices.</param>
    /// <param name="scratch">[count, depth, width].</param>
    /// <param name="stride">Elements from one panel to the next.</param>
    float* Stretch(int panel, int count, int start, int depth, float* scratch, out nint stride);
}
