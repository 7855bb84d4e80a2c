using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>weight · (x / √(mean x² + epsilon)) of each row; may be in place.</summary>
/// <param name="input">[rows, width].</param>
/// <param name="weight">[width].</param>
/// <param name="epsilon">Added to the mean square.</param>
/// <param name="output">[rows, width].</param>
/// <param name="width">Elements of a row.</param>
/// <param name="rows">The rows.</param>
internal readonly unsafe struct RmsNormJob<TVector, TIsa>(
    float* input, float* weight, float epsilon, float* output, nint width, Split rows) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        for (var row = rows.Start(index); row < rows.End(index); row++)
        {
            var x = input + (row * width);
            var squares = LaneSums<TVector, TIsa>.SumOfSquares(x, width, mean: 0);
            Scale(x, 1 / MathF.Sqrt((squares / width) + epsilon), output + (row * width));
        }
    }

    private void Scale(float* x, float factor, float* y)
    {
        var factors = TIsa.Broadcast(factor);
        nint i = 0;
        for (; i <= width - TIsa.Lanes; i += TIsa.Lanes)
        {
            TIsa.Store(TIsa.Multiply(TIsa.Load(weight + i), TIsa.Multiply(TIsa.Load(x + i), factors)), y + i);
        }

        for (; i < width; i++)
        {
            y[i] = weight[i] * (x[i] * factor);
        }
    }
}
