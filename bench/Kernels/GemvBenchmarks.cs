using BenchmarkDotNet.Attributes;

namespace Chameleon.Bench.Kernels;

/// <summary>One row, as in decoding, at the shapes of a 7B model.</summary>
public class GemvBenchmarks : LinearBenchmarks
{
    /// <summary>in x out.</summary>
    [Params("4096x4096", "4096x11008", "11008x4096")]
    public string Shape { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var sides = Array.ConvertAll(Shape.Split('x'), int.Parse);
        Create(rows: 1, sides[0], sides[1]);
    }
}
