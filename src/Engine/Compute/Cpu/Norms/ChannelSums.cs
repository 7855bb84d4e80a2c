using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>
/// Sums of each channel over chunks of positions: short float32 sums, which the caller adds up in float64. What a chunk
/// is depends on nothing but the chunk size, so neither threads nor vector width show in the result.
/// </summary>
/// <param name="x">[positions, channels].</param>
/// <param name="means">[channels], or null for plain sums: otherwise the squares of what differs from them are summed.</param>
/// <param name="sums">[chunks, channels], the result.</param>
/// <param name="channels">Values of a position.</param>
/// <param name="positions">The positions in chunks.</param>
internal readonly unsafe struct ChannelSums<TVector, TIsa>(
    float* x, float* means, float* sums, nint channels, Split positions) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        var target = sums + (index * channels);
        new Span<float>(target, (int)channels).Clear();
        for (var position = positions.Start(index); position < positions.End(index); position++)
        {
            var values = x + (position * channels);
            if (means == null)
            {
                Add(values, target);
            }
            else
            {
                AddSquares(values, target);
            }
        }
    }

    private void Add(float* values, float* target)
    {
        nint c = 0;
        for (; c <= channels - TIsa.Lanes; c += TIsa.Lanes)
        {
            TIsa.Store(TIsa.Add(TIsa.Load(target + c), TIsa.Load(values + c)), target + c);
        }

        for (; c < channels; c++)
        {
            target[c] += values[c];
        }
    }

    private void AddSquares(float* values, float* target)
    {
        nint c = 0;
        for (; c <= channels - TIsa.Lanes; c += TIsa.Lanes)
        {
            var difference = TIsa.Subtract(TIsa.Load(values + c), TIsa.Load(means + c));
            TIsa.Store(TIsa.FusedMultiplyAdd(difference, difference, TIsa.Load(target + c)), target + c);
        }

        for (; c < channels; c++)
        {
            var difference = values[c] - means[c];
            target[c] = MathF.FusedMultiplyAdd(difference, difference, target[c]);
        }
    }
}
