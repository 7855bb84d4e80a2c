using BenchmarkDotNet.Attributes;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Kernels;

/// <summary>Norms and gates at the shapes of a 7B model and of the VQ-GAN.</summary>
public class NormBenchmarks : IDisposable
{
    private readonly CpuDevice device = new();
    private readonly List<Tensor> tensors = [];
    private readonly Tensor rows;
    private readonly Tensor rowWeight;
    private readonly Tensor gate;
    private readonly Tensor picture;
    private readonly Tensor channelWeight;

    /// <summary>Makes the operands.</summary>
    public NormBenchmarks()
    {
        rows = Random(256, 4096);
        rowWeight = Random(4096);
        gate = Random(256, 11008);
        picture = Random(256, 256, 128);
        channelWeight = Random(128);
    }

    /// <summary>256 rows of 4,096.</summary>
    [Benchmark]
    public void RmsNorm() => device.RmsNorm(rows, rowWeight, 1e-5f, rows);

    /// <summary>256 rows of 11,008.</summary>
    [Benchmark]
    public void SiluGate() => device.Gate(gate, gate, Activation.Silu, gate);

    /// <summary>256 × 256 × 128 in 32 groups, with x · sigmoid(x).</summary>
    [Benchmark]
    public void GroupNorm() => device.GroupNorm(picture, channelWeight, channelWeight, 32, 1e-6f, swish: true, picture);

    /// <summary>Gives the operands back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        tensors.ForEach(tensor => tensor.Dispose());
        device.Dispose();
        GC.SuppressFinalize(this);
    }

    private Tensor Random(params int[] shape)
    {
        tensors.Add(device.Upload(new RandomTensor(DType.F32, shape)));
        return tensors[^1];
    }
}
