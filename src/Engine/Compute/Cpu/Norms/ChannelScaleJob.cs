using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>(x − mean) · factor + bias of each channel, then x · sigmoid(x) if wanted; may be in place.</summary>
/// <param name="input">[positions, channels].</param>
/// <param name="means">[channels].</param>
/// <param name="factors">[channels].</param>
/// <param name="bias">[channels].</param>
/// <param name="swish">Whether x · sigmoid(x) follows.</param>
/// <param name="output">[positions, channels].</param>
/// <param name="channels">Values of a position.</param>
/// <param name="positions">The positions.</param>
internal readonly unsafe struct ChannelScaleJob<TVector, TIsa>(
    float* input, float* means, float* factors, float* bias, bool swish, float* output, nint channels, Split positions) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        for (var position = positions.Start(index); position < positions.End(index); position++)
        {
            var x = input + (position * channels);
            var y = output + (position * channels);
            nint c = 0;
            for (; c <= channels - TIsa.Lanes; c += TIsa.Lanes)
            {
                TIsa.Store(Scale(x + c, means + c, factors + c, bias + c), y + c);
            }

            if (c < channels)
            {
                Rest(x, y, c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Scale(float* x, float* mean, float* factor, float* b)
    {
        var value = TIsa.FusedMultiplyAdd(TIsa.Subtract(TIsa.Load(x), TIsa.Load(mean)), TIsa.Load(factor), TIsa.Load(b));
        return swish ? VectorMath<TVector, TIsa>.Silu(value) : value;
    }

    private void Rest(float* x, float* y, nint start)
    {
        var lanes = TIsa.Lanes;
        var operands = stackalloc float[4 * lanes];
        for (nint c = start; c < channels; c++)
        {
            var lane = c - start;
            operands[lane] = x[c];
            operands[lanes + lane] = means[c];
            operands[(2 * lanes) + lane] = factors[c];
            operands[(3 * lanes) + lane] = bias[c];
        }

        TIsa.Store(Scale(operands, operands + lanes, operands + (2 * lanes), operands + (3 * lanes)), operands);
        for (nint c = start; c < channels; c++)
        {
            y[c] = operands[c - start];
        }
    }
}
