using System.Diagnostics;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Bench.Roofline;

/// <summary>
/// Prints what the machine allows (read bandwidth, multiply-adds, the feasibility study's product) and what the
/// kernels reach of it, all measured in turns in one run.
/// </summary>
internal static class RooflineReport
{
    public static void Print(int threads, int rounds, ActivationPrecision activations = ActivationPrecision.Float32, params string[] forms)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = threads, Activations = activations });
        // One thread's processor time leaves out what other processes take; that of several counts waiting as work.
        var (clock, clockName) = threads == 1 ? ((Func<double>)ProcessorSeconds, "processor") : (WallSeconds, "wall clock");
        Console.WriteLine($"{device.Name}; medians of {rounds} rounds, {clockName} time");
        Measure(rounds, clock, new DecodeRoofline(device, threads, forms is [] ? ["BF16", "F32"] : forms));
        if (forms is not [])
        {
            return;
        }

        Measure(rounds, clock, new ProductRoofline(device, threads));
        Measure(rounds, clock, new AttentionRoofline(device, threads));
    }

    public static void PrintAttention(int threads, int rounds)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = threads });
        Console.WriteLine($"{device.Name}; medians of {rounds} rounds");
        Measure(rounds, threads == 1 ? ProcessorSeconds : WallSeconds, new AttentionRoofline(device, threads));
    }

    private static double ProcessorSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double WallSeconds() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static void Measure<TRoofline>(int rounds, Func<double> clock, TRoofline roofline)
        where TRoofline : IRoofline
    {
        using (roofline)
        {
            for (var round = -1; round < rounds; round++)
            {
                foreach (var measurement in roofline.Measurements)
                {
                    measurement.Run(clock);
                    if (round < 0)
                    {
                        measurement.Run(clock);
                        measurement.Reset();
                    }
                }
            }

            foreach (var measurement in roofline.Measurements)
            {
                Console.WriteLine(measurement);
            }
        }
    }
}
