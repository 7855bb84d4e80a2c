namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>The left operand of a product: rows that lie in memory, or that a convolution's window gathers.</summary>
internal unsafe interface IRowSource
{
    /// <summary>Copies inner indices [start, start + depth) of some rows, each to its own stretch.</summary>
    /// <param name="row">First row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="start">First inner index.</param>
    /// <param name="depth">Number of inner indices.</param>
    /// <param name="destination">Receives the first row.</param>
    /// <param name="stride">Elements from one copied row to the next.</param>
    void Copy(long row, int rows, int start, int depth, float* destination, int stride);
}
