using BenchmarkDotNet.Attributes;

namespace Chameleon.Bench.Kernels;

/// <summary>Batches and prompts times a matrix [4096, 4096].</summary>
public class GemmBenchmarks : LinearBenchmarks
{
    /// <summary>Rows of the input.</summary>
    [Params(3, 8, 64, 1024)]
    public int Rows { get; set; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() => Create(Rows, 4096, 4096);
}
