using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Convolution;

/// <summary>Gathered windows give the bits of the definition, for every geometry that a model may have.</summary>
public sealed class CpuConvolutionTests
{
    public static TheoryData<CpuInstructions, ConvolutionGeometry> Geometries()
    {
        var data = new TheoryData<CpuInstructions, ConvolutionGeometry>();
        foreach (var instructions in Enum.GetValues<CpuInstructions>())
        {
            data.Add(instructions, ConvolutionGeometry.Pointwise);
            data.Add(instructions, ConvolutionGeometry.Same);
            data.Add(instructions, ConvolutionGeometry.Halving);
            data.Add(instructions, new ConvolutionGeometry(1, 2, 0, 0));
            data.Add(instructions, new ConvolutionGeometry(3, 1, 0, 2));
            data.Add(instructions, new ConvolutionGeometry(5, 3, 4, 4));
            data.Add(instructions, new ConvolutionGeometry(4, 4, 0, 0));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Odd_sizes_give_the_bits_of_the_reference(CpuInstructions instructions, ConvolutionGeometry geometry)
    {
        AssertEqualsReference(instructions, geometry, height: 5, width: 7, channels: 3, outChannels: 5);
        AssertEqualsReference(instructions, geometry, height: 12, width: 4, channels: 17, outChannels: 33);
        AssertEqualsReference(instructions, geometry, height: 4, width: 4, channels: 1, outChannels: 1);
    }

    [Theory]
    [InlineData(CpuInstructions.Portable)]
    [InlineData(CpuInstructions.Avx2)]
    [InlineData(CpuInstructions.Avx512)]
    public void Several_stretches_and_blocks_of_rows_give_the_bits_of_the_reference(CpuInstructions instructions)
    {
        AssertEqualsReference(instructions, ConvolutionGeometry.Same, height: 23, width: 19, channels: 64, outChannels: 40);
        AssertEqualsReference(instructions, ConvolutionGeometry.Halving, height: 40, width: 42, channels: 50, outChannels: 17);
    }

    [Fact]
    public void A_picture_of_one_pixel_is_all_padding_but_its_middle()
    {
        using var device = new CpuDevice();
        using var weight = device.PackConvolution(
            HostTensor.From("weight", [1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3), HostTensor.From("bias", [0.5f], 1), ConvolutionGeometry.Same);
        using var input = device.Upload(HostTensor.From("input", [10], 1, 1, 1));
        using var output = device.Allocate(DType.F32, 1, 1, 1);
        device.Convolution(input, weight, output);
        Span<float> result = stackalloc float[1];
        device.Read(output, 0, result);
        Assert.Equal(50.5f, result[0]);
    }

    [Fact]
    public void Packed_kernels_know_their_shape_and_give_their_memory_back()
    {
        using var device = new CpuDevice();
        var before = device.AllocatedBytes;
        using (var weight = device.PackConvolution(
            Host(new Random(1), DType.F32, 20, 6, 3, 3), Host(new Random(2), DType.F32, 20), ConvolutionGeometry.Halving))
        {
            Assert.Equal((20, 6), (weight.OutChannels, weight.InChannels));
            Assert.Equal(ConvolutionGeometry.Halving, weight.Geometry);
            Assert.True(weight.ByteCount >= (20 * 6 * 9 + 20) * sizeof(float));
            Assert.Equal(before + weight.ByteCount, device.AllocatedBytes);
        }

        Assert.Equal(before, device.AllocatedBytes);
    }

    private static void AssertEqualsReference(
        CpuInstructions instructions, ConvolutionGeometry geometry, int height, int width, int channels, int outChannels)
    {
        using var reference = new ReferenceDevice();
        using var device = new CpuDevice(new CpuOptions { Threads = 2, Instructions = instructions });
        var random = new Random(height + width);
        var kernel = Host(random, DType.F32, outChannels, channels, geometry.KernelSize, geometry.KernelSize);
        var bias = outChannels % 3 == 0 ? null : Host(random, DType.F32, outChannels);
        var pixels = Host(random, DType.F32, height, width, channels);
        Assert.True(
            Convolve(reference, kernel, bias, pixels, geometry).AsSpan().SequenceEqual(Convolve(device, kernel, bias, pixels, geometry)),
            $"{geometry} of [{height}, {width}, {channels}] to {outChannels} channels differs on {device.Name}.");
    }

    private static uint[] Convolve(
        IComputeDevice device, HostTensor kernel, HostTensor? bias, HostTensor pixels, ConvolutionGeometry geometry)
    {
        using var weight = device.PackConvolution(kernel, bias, geometry);
        using var input = device.Upload(pixels);
        using var output = Unwritten(
            device, geometry.OutputSize(pixels.Shape[0]), geometry.OutputSize(pixels.Shape[1]), kernel.Shape[0]);
        device.Convolution(input, weight, output);
        return Bits(device, output);
    }
}
