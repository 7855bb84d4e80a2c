using BenchmarkDotNet.Attributes;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Kernels;

/// <summary>The VQ-GAN's 3×3 convolutions at its published size.</summary>
public class ConvolutionBenchmarks : IDisposable
{
    private readonly CpuDevice device = new();
    private ConvolutionWeight? weight;
    private Tensor? input;
    private Tensor? output;

    /// <summary>side x channels.</summary>
    [Params("512x128", "128x256", "32x512")]
    public string Level { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var sizes = Array.ConvertAll(Level.Split('x'), int.Parse);
        var (side, channels) = (sizes[0], sizes[1]);
        weight = device.PackConvolution(new RandomTensor(DType.F32, channels, channels, 3, 3), null, ConvolutionGeometry.Same);
        input = device.Upload(new RandomTensor(DType.F32, side, side, channels));
        output = device.Allocate(DType.F32, side, side, channels);
    }

    /// <summary>Convolves all channels.</summary>
    [Benchmark]
    public void Convolution() => device.Convolution(input!, weight!, output!);

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
}
