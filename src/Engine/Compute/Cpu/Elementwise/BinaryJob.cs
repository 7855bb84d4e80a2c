using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Elementwise;

/// <summary>output[i] = f(x[i], y[i]); the output may be one of the inputs.</summary>
internal readonly unsafe struct BinaryJob<TVector, TIsa, TOperator>(float* x, float* y, float* output, Split elements) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TOperator : struct, IBinaryOperator<TVector>
{
    public void Run(int index)
    {
        var end = elements.End(index);
        var i = elements.Start(index);
        for (; i <= end - TIsa.Lanes; i += TIsa.Lanes)
        {
            TIsa.Store(TOperator.Apply(TIsa.Load(x + i), TIsa.Load(y + i)), output + i);
        }

        if (i < end)
        {
            Rest(i, end - i);
        }
    }

    private void Rest(nint start, nint count)
    {
        var left = stackalloc float[TIsa.Lanes];
        var right = stackalloc float[TIsa.Lanes];
        Copy(x + start, left, count);
        Copy(y + start, right, count);
        TIsa.Store(TOperator.Apply(TIsa.Load(left), TIsa.Load(right)), left);
        Copy(left, output + start, count);
    }

    private static void Copy(float* source, float* destination, nint count) =>
        Unsafe.CopyBlockUnaligned(destination, source, (uint)(count * sizeof(float)));
}
