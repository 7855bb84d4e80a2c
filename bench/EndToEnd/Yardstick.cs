using System.Diagnostics;
using Chameleon.Bench.Yardsticks;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.EndToEnd;

/// <summary>What the machine gives in this very run: our float32 product of 512 rows, and reading memory.</summary>
internal sealed class Yardstick
{
    private const int Rows = 512;
    private const int Features = 4096;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public Yardstick(CpuDevice device, int threads)
    {
        using var weight = device.PackLinear(new RandomTensor(DType.F32, Features, Features));
        using var input = device.Upload(new RandomTensor(DType.F32, Rows, Features));
        using var output = device.Allocate(DType.F32, Rows, Features);
        GemmGflops = 2.0 * Rows * Features * Features / 1e9 / Median(() => device.Linear(input, weight, output));
        using var memory = new ReadBandwidth(device, threads);
        ReadGigabytes = ReadBandwidth.ByteCount / 1e9 / Median(memory.Run);
    }

    /// <summary>Float32 product, thousand million operations a second.</summary>
    public double GemmGflops { get; }

    /// <summary>Memory read, thousand million bytes a second.</summary>
    public double ReadGigabytes { get; }

    /// <summary>Median seconds of several runs, after some that warm up: short ones until the compiler has settled.</summary>
    public static double Median(Action action, int repeats = 5)
    {
        var warm = Stopwatch.StartNew();
        do
        {
            action();
        }
        while (warm.Elapsed < WarmUp);

        var seconds = new double[repeats];
        foreach (ref var value in seconds.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            action();
            value = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[repeats / 2];
    }
}
