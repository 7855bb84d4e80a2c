using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Matrix products over one width of vectors. Whatever the width, the rows, the cut into jobs and the number of
/// threads, each element of a result is one chain of fused multiply-adds in ascending order: same bits everywhere.
/// </summary>
internal abstract class MatrixKernels
{
    /// <summary>Columns of a panel.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>The kernels for a width in bits; one that the machine lacks works too, slowly.</summary>
    public static MatrixKernels ForWidth(int bits) => bits switch
    {
        128 => new MatrixKernels<Vector128<float>, Isa128, FourBitLookup128>(),
        256 => new MatrixKernels<Vector256<float>, Isa256, FourBitLookup256>(),
        512 => new MatrixKernels<Vector512<float>, Isa512, FourBitLookup512>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    };

    /// <summary>Where a 4-bit code lies in its unit, by inner index and row: <see cref="IFourBitLookup{TVector}.Place"/>.</summary>
    public abstract Func<int, int, (int Byte, int Shift)> PlaceOfCode { get; }

    /// <summary>output[r] = input[r] · weightᵀ + bias.</summary>
    /// <param name="input">[rows, in].</param>
    /// <param name="rows">Rows of input and output.</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="output">[rows, out].</param>
    /// <param name="pool">Does the work.</param>
    public abstract unsafe void Multiply(float* input, int rows, PanelMatrix weight, float* output, WorkerPool pool);

    /// <summary>The same by a matrix of 4-bit codes.</summary>
    public abstract unsafe void Multiply(float* input, int rows, FourBitMatrix weight, float* output, WorkerPool pool);

    /// <summary>The same by a matrix of bytes.</summary>
    public abstract unsafe void Multiply(float* input, int rows, ByteMatrix weight, float* output, WorkerPool pool);

    /// <summary>The same with rows that have to be gathered.</summary>
    /// <param name="source">[rows, in].</param>
    /// <param name="rows">Rows of source and output.</param>
    /// <param name="weight">[out, in], float32.</param>
    /// <param name="output">[rows, out].</param>
    /// <param name="pool">Does the work.</param>
    public abstract unsafe void Multiply<TRows>(TRows source, int rows, PanelMatrix weight, float* output, WorkerPool pool)
        where TRows : struct, IRowSource;
}
