using Chameleon.Bench.Yardsticks;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Roofline;

/// <summary>
/// Products of many rows beside the peak of multiply-adds and beside the feasibility study's product; convolutions at
/// the VQ-GAN's sizes and the search for codes beside our own product.
/// </summary>
internal sealed class ProductRoofline : IRoofline
{
    private const int Rows = 510; // a multiple of the prototype's six
    private const int Features = 4096;
    private const string Unit = "GFLOPS";

    private readonly List<IDisposable> owned = [];
    private readonly List<Measurement> measurements = [];
    private readonly IComputeDevice device;

    public ProductRoofline(IComputeDevice device, int threads)
    {
        this.device = device;
        var peak = Own(new FmaPeak(threads));
        var limit = Add(new Measurement("multiply-add peak", peak.Operations / 1e9, Unit, peak.Run));
        var prototype = Add(Prototype(threads, limit));
        var product = Add(Product(DType.F32, Rows, prototype));
        Add(Product(DType.BF16, Rows, product));
        foreach (var rows in (int[])[16, 32, 64, 128])
        {
            Add(Product(DType.BF16, rows, product));
        }

        Add(Convolution(512, 128, 128, ConvolutionGeometry.Same, product));
        Add(Convolution(256, 128, 128, ConvolutionGeometry.Same, product));
        Add(Convolution(128, 256, 256, ConvolutionGeometry.Same, product));
        Add(Convolution(64, 512, 512, ConvolutionGeometry.Same, product));
        Add(Convolution(32, 512, 512, ConvolutionGeometry.Same, product));
        Add(Convolution(512, 128, 128, ConvolutionGeometry.Halving, product));
        Add(Convolution(64, 512, 256, ConvolutionGeometry.Pointwise, product));
        Add(Codes(product));
    }

    public IReadOnlyList<Measurement> Measurements => measurements;

    public void Dispose() => owned.ForEach(item => item.Dispose());

    private unsafe Measurement Prototype(int threads, Measurement limit)
    {
        using var weight = device.Upload(new RandomTensor(DType.F32, Features, Features));
        var input = Own(device.Upload(new RandomTensor(DType.F32, Rows, Features)));
        var output = Own(device.Allocate(DType.F32, Rows, Features));
        var prototype = Own(new PrototypeGemm((float*)weight.Address, Features, Features));
        return new Measurement(
            "feasibility study's product", 2.0 * Rows * Features * Features / 1e9, Unit,
            () => prototype.Run((float*)input.Address, (float*)output.Address, Rows, threads), limit);
    }

    private Measurement Product(DType dtype, int rows, Measurement yardstick)
    {
        var weight = Own(device.PackLinear(new RandomTensor(dtype, Features, Features)));
        var input = Own(device.Upload(new RandomTensor(DType.F32, rows, Features)));
        var output = Own(device.Allocate(DType.F32, rows, Features));
        return new Measurement(
            $"{dtype} [{rows}, {Features}] x [{Features}, {Features}]", 2.0 * rows * Features * Features / 1e9, Unit,
            () => device.Linear(input, weight, output), yardstick);
    }

    private Measurement Convolution(int side, int channels, int outChannels, ConvolutionGeometry geometry, Measurement yardstick)
    {
        var size = geometry.KernelSize;
        var outSide = geometry.OutputSize(side);
        var weight = Own(device.PackConvolution(new RandomTensor(DType.F32, outChannels, channels, size, size), null, geometry));
        var input = Own(device.Upload(new RandomTensor(DType.F32, side, side, channels)));
        var output = Own(device.Allocate(DType.F32, outSide, outSide, outChannels));
        return new Measurement(
            $"convolution {size}x{size}/{geometry.Stride} {side}x{side}, {channels} to {outChannels}",
            2.0 * outSide * outSide * size * size * channels * outChannels / 1e9, Unit,
            () => device.Convolution(input, weight, output), yardstick);
    }

    private Measurement Codes(Measurement yardstick)
    {
        const int Side = 32;
        const int Channels = 256;
        const int CodeCount = 8192;
        var latents = Own(device.Upload(new RandomTensor(DType.F32, Side, Side, Channels)));
        var codebook = Own(device.Upload(new RandomTensor(DType.F32, CodeCount, Channels)));
        var codes = new int[Side * Side];
        return new Measurement(
            $"nearest of {CodeCount} codes, {Side}x{Side} latents", 2.0 * codes.Length * CodeCount * Channels / 1e9, Unit,
            () => device.NearestCodes(latents, codebook, codes), yardstick);
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Add(item);
        return item;
    }

    private Measurement Add(Measurement measurement)
    {
        measurements.Add(measurement);
        return measurement;
    }
}
