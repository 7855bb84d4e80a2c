using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Rows of a matrix [rows, width].</summary>
/// <param name="first">First element.</param>
/// <param name="width">Length of a row.</param>
internal readonly unsafe struct DenseRows(float* first, int width) : IRowSource
{
    public void Copy(long row, int rows, int start, int depth, float* destination, int stride)
    {
        var source = first + (row * width) + start;
        for (var i = 0; i < rows; i++, source += width, destination += stride)
        {
            Unsafe.CopyBlockUnaligned(destination, source, (uint)depth * sizeof(float));
        }
    }
}
