using BenchmarkDotNet.Running;
using Chameleon.Bench.Roofline;

switch (args)
{
    case ["kernels", ..]:
        BenchmarkSwitcher.FromAssembly(typeof(Measurement).Assembly).Run(args[1..]);
        return 0;
    case ["roofline"]:
        RooflineReport.Print(Environment.ProcessorCount, rounds: 9);
        return 0;
    case ["roofline", var threads] when int.TryParse(threads, out var count) && count > 0:
        RooflineReport.Print(count, rounds: 9);
        return 0;
    default:
        Console.Error.WriteLine("""
            Usage:
              bench kernels [BenchmarkDotNet options]   times each kernel; --filter '*' for all
              bench roofline [threads]                  kernels beside what this machine's memory and arithmetic allow
            """);
        return 1;
}
