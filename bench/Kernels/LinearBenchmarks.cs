using BenchmarkDotNet.Attributes;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Kernels;

/// <summary>What matrix products of one kind share: a device, a weight, an input and an output.</summary>
public abstract class LinearBenchmarks : IDisposable
{
    private readonly CpuDevice device = new();
    private LinearWeight? weight;
    private Tensor? input;
    private Tensor? output;

    /// <summary>Element type of the weights.</summary>
    [Params(DType.F32, DType.BF16)]
    public DType Weights { get; set; }

    /// <summary>Multiplies all rows by the weight.</summary>
    [Benchmark]
    public void Linear() => device.Linear(input!, weight!, output!);

    /// <summary>Gives the operands back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        weight?.Dispose();
        input?.Dispose();
        output?.Dispose();
        device.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the operands of [rows, in] · [out, in]ᵀ.</summary>
    protected void Create(int rows, int inFeatures, int outFeatures)
    {
        weight = device.PackLinear(new RandomTensor(Weights, outFeatures, inFeatures));
        input = device.Upload(new RandomTensor(DType.F32, rows, inFeatures));
        output = device.Allocate(DType.F32, rows, outFeatures);
    }
}
