using BenchmarkDotNet.Attributes;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Bench.Kernels;

/// <summary>Causal attention of eight heads of 128 over a paged cache.</summary>
public class AttentionBenchmarks : IDisposable
{
    private readonly CpuDevice device = new();
    private CachedSequence? sequence;

    /// <summary>past+rows.</summary>
    [Params("0+256", "0+1024", "0+4096", "4095+1", "3840+256")]
    public string Pass { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var sizes = Array.ConvertAll(Pass.Split('+'), int.Parse);
        sequence = new CachedSequence(device, heads: 8, headDim: 128, sizes[0], sizes[1]);
    }

    /// <summary>Computes one layer's attention.</summary>
    [Benchmark]
    public void Attention() => sequence!.Attend();

    /// <summary>Gives the operands back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        sequence?.Dispose();
        device.Dispose();
        GC.SuppressFinalize(this);
    }
}
