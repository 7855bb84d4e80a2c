using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Bench.Yardsticks;

/// <summary>Multiply-adds in registers: what no product can exceed.</summary>
internal sealed class FmaPeak(int threads) : IDisposable
{
    private const int Steps = 4_000_000;
    private const int Chains = 12;

    private readonly WorkerPool pool = new(threads);

    /// <summary>Floating-point operations of a run.</summary>
    public double Operations => 2.0 * threads * Steps * Chains * (Vector512.IsHardwareAccelerated ? 16 : 8);

    public void Run() => pool.Run(threads, new PeakJob());

    public void Dispose() => pool.Dispose();

    private readonly struct PeakJob : IJob
    {
        private static float sink;

        public void Run(int index) => sink = Vector512.IsHardwareAccelerated ? Run512() : Run256();

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Run256()
        {
            var (x, y) = (Vector256.Create(0.999999f), Vector256.Create(1e-6f));
            Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (var step = 0; step < Steps; step++)
            {
                a = Vector256.FusedMultiplyAdd(a, x, y);
                b = Vector256.FusedMultiplyAdd(b, x, y);
                c = Vector256.FusedMultiplyAdd(c, x, y);
                d = Vector256.FusedMultiplyAdd(d, x, y);
                e = Vector256.FusedMultiplyAdd(e, x, y);
                f = Vector256.FusedMultiplyAdd(f, x, y);
                g = Vector256.FusedMultiplyAdd(g, x, y);
                h = Vector256.FusedMultiplyAdd(h, x, y);
                i = Vector256.FusedMultiplyAdd(i, x, y);
                j = Vector256.FusedMultiplyAdd(j, x, y);
                k = Vector256.FusedMultiplyAdd(k, x, y);
                l = Vector256.FusedMultiplyAdd(l, x, y);
            }

            return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Run512()
        {
            var (x, y) = (Vector512.Create(0.999999f), Vector512.Create(1e-6f));
            Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (var step = 0; step < Steps; step++)
            {
                a = Vector512.FusedMultiplyAdd(a, x, y);
                b = Vector512.FusedMultiplyAdd(b, x, y);
                c = Vector512.FusedMultiplyAdd(c, x, y);
                d = Vector512.FusedMultiplyAdd(d, x, y);
                e = Vector512.FusedMultiplyAdd(e, x, y);
                f = Vector512.FusedMultiplyAdd(f, x, y);
                g = Vector512.FusedMultiplyAdd(g, x, y);
                h = Vector512.FusedMultiplyAdd(h, x, y);
                i = Vector512.FusedMultiplyAdd(i, x, y);
                j = Vector512.FusedMultiplyAdd(j, x, y);
                k = Vector512.FusedMultiplyAdd(k, x, y);
                l = Vector512.FusedMultiplyAdd(l, x, y);
            }

            return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
