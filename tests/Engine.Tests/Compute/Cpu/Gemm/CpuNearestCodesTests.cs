using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

public sealed class CpuNearestCodesTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 5, 7, 100)]
    [InlineData(13, 11, 8, 1300)]
    [InlineData(4, 4, 3, 513)]
    [InlineData(0, 4, 3, 5)]
    public void Codes_equal_the_reference(int height, int width, int channels, int codeCount)
    {
        var random = new Random(codeCount);
        var latents = Host(random, DType.F32, height, width, channels);
        var codebook = Host(random, DType.F32, codeCount, channels);
        using var reference = new ReferenceDevice();
        var expected = Find(reference, latents, codebook);
        foreach (var instructions in Enum.GetValues<CpuInstructions>())
        {
            using var device = new CpuDevice(new CpuOptions { Threads = 2, Instructions = instructions });
            Assert.Equal(expected, Find(device, latents, codebook));
        }
    }

    [Fact]
    public void The_first_of_equal_codes_wins()
    {
        // 700 codes of which every one is one of two, so that equals lie in different slices too.
        var codebook = new float[700 * 2];
        for (var code = 0; code < 700; code++)
        {
            codebook[code * 2] = code % 5 == 3 ? 1 : -1;
        }

        // Latents enough for whole vectors, a rest, and more than one job.
        var latents = new float[141 * 2];
        var expected = new int[141];
        for (var i = 0; i < expected.Length; i++)
        {
            latents[i * 2] = i % 3 == 0 ? -2 : 0.9f;
            latents[(i * 2) + 1] = i;
            expected[i] = i % 3 == 0 ? 0 : 3;
        }

        using var device = new CpuDevice();
        Assert.Equal(
            expected, Find(device, HostTensor.From("z", latents, 3, 47, 2), HostTensor.From("e", codebook, 700, 2)));
    }

    [Fact]
    public void A_latent_that_is_not_a_number_gets_code_0_and_spoils_no_other()
    {
        using var device = new CpuDevice();
        Assert.Equal(
            [0, 1],
            Find(device, HostTensor.From("z", [float.NaN, 5], 1, 2, 1), HostTensor.From("e", [1, 5], 2, 1)));
    }

    [Fact]
    public void Working_memory_is_given_back()
    {
        using var device = new CpuDevice();
        var random = new Random(4);
        Find(device, Host(random, DType.F32, 8, 8, 4), Host(random, DType.F32, 600, 4));
        Assert.Equal(0, device.AllocatedBytes);
    }

    private static int[] Find(IComputeDevice device, HostTensor latents, HostTensor codebook)
    {
        using var z = device.Upload(latents);
        using var e = device.Upload(codebook);
        var codes = new int[latents.Shape[0] * latents.Shape[1]];
        Array.Fill(codes, -1);
        device.NearestCodes(z, e, codes);
        return codes;
    }
}
