using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Softmax over tokens that come in stretches, after Milakov and Gimelshein, "Online normalizer calculation for
/// softmax": what was summed under an older maximum is scaled to the new one. Each lane is a query of its own.
/// </summary>
internal static unsafe class OnlineSoftmax<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Turns the scores of one vector of lanes into weights.</summary>
    /// <param name="scores">Products q·k, [count, scoreStride]; overwritten.</param>
    /// <param name="scoreStride">Elements from one token's scores to the next.</param>
    /// <param name="count">Tokens of the stretch.</param>
    /// <param name="scale">Factor on the scores.</param>
    /// <param name="visible">Tokens of the stretch that each lane sees, as float32; null if all see all.</param>
    /// <param name="weights">Receives [count, weightStride].</param>
    /// <param name="weightStride">Elements from one token's weights to the next.</param>
    /// <param name="maximum">Running maximum of each lane.</param>
    /// <param name="sum">Running sum of each lane.</param>
    /// <returns>The factor that takes each lane's older results to the new maximum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TVector Apply(
        float* scores, nint scoreStride, int count, float scale, float* visible,
        float* weights, nint weightStride, float* maximum, float* sum)
    {
        var factor = TIsa.Broadcast(scale);
        var before = TIsa.Load(maximum);
        var now = before;
        for (nint t = 0; t < count; t++)
        {
            var score = TIsa.Multiply(TIsa.Load(scores + (t * scoreStride)), factor);
            if (visible != null)
            {
                var seen = TIsa.LessThan(TIsa.Broadcast((float)t), TIsa.Load(visible));
                score = TIsa.Select(seen, score, TIsa.Broadcast(float.NegativeInfinity));
            }

            TIsa.Store(score, scores + (t * scoreStride));
            now = TIsa.Max(now, score);
        }

        var added = default(TVector);
        for (nint t = 0; t < count; t++)
        {
            var weight = VectorMath<TVector, TIsa>.Exp(TIsa.Subtract(TIsa.Load(scores + (t * scoreStride)), now));
            added = TIsa.Add(added, weight);
            TIsa.Store(weight, weights + (t * weightStride));
        }

        var rescale = VectorMath<TVector, TIsa>.Exp(TIsa.Subtract(before, now));
        TIsa.Store(TIsa.Add(TIsa.Multiply(TIsa.Load(sum), rescale), added), sum);
        TIsa.Store(now, maximum);
        return rescale;
    }
}
