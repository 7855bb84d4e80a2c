using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>Layer norm of each head in place, with a weight and a bias for each element of each head.</summary>
/// <param name="x">[rows, heads · headDim].</param>
/// <param name="weight">[heads, headDim].</param>
/// <param name="bias">[heads, headDim].</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="heads">Heads of a row.</param>
/// <param name="headDim">Elements of a head.</param>
/// <param name="rows">The rows.</param>
internal readonly unsafe struct HeadLayerNormJob<TVector, TIsa>(
    float* x, float* weight, float* bias, float epsilon, nint heads, nint headDim, Split rows) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        for (var row = rows.Start(index); row < rows.End(index); row++)
        {
            for (nint head = 0; head < heads; head++)
            {
                var values = x + (((row * heads) + head) * headDim);
                var mean = LaneSums<TVector, TIsa>.Sum(values, headDim) / headDim;
                var variance = LaneSums<TVector, TIsa>.SumOfSquares(values, headDim, mean) / headDim;
                Scale(values, mean, 1 / MathF.Sqrt(variance + epsilon), weight + (head * headDim), bias + (head * headDim));
            }
        }
    }

    private void Scale(float* values, float mean, float factor, float* w, float* b)
    {
        var (means, factors) = (TIsa.Broadcast(mean), TIsa.Broadcast(factor));
        nint i = 0;
        for (; i <= headDim - TIsa.Lanes; i += TIsa.Lanes)
        {
            var unit = TIsa.Multiply(TIsa.Subtract(TIsa.Load(values + i), means), factors);
            TIsa.Store(TIsa.FusedMultiplyAdd(unit, TIsa.Load(w + i), TIsa.Load(b + i)), values + i);
        }

        for (; i < headDim; i++)
        {
            values[i] = MathF.FusedMultiplyAdd((values[i] - mean) * factor, w[i], b[i]);
        }
    }
}
