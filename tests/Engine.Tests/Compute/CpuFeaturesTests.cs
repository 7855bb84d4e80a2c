using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Engine.Tests.Compute;

public sealed class CpuFeaturesTests
{
    [Fact]
    public void The_widest_set_is_one_that_the_runtime_accelerates()
    {
        Assert.True(CpuFeatures.Widest.VectorBits() == 128 || Vector256.IsHardwareAccelerated);
        Assert.Equal(Vector512.IsHardwareAccelerated, CpuFeatures.Widest == CpuInstructions.Avx512);
    }

    [Fact]
    public void Nothing_is_used_that_is_not_offered_and_everything_is_explained()
    {
        var features = CpuFeatures.Inspect();
        Assert.All(features, feature => Assert.True(feature.Offered || !feature.Used, feature.ToString()));
        Assert.All(features, feature => Assert.NotEmpty(feature.Detail));
        Assert.Equal(features.Count, features.Select(feature => feature.Name).Distinct().Count());
    }

    [Fact]
    public void The_device_says_which_set_and_how_many_threads()
    {
        using var one = new CpuDevice(new CpuOptions { Threads = 1, Instructions = CpuInstructions.Avx512 });
        using var three = new CpuDevice(new CpuOptions { Threads = 3, Instructions = CpuInstructions.Avx2 });
        Assert.Equal("cpu (AVX-512, 1 thread)", one.Name);
        Assert.Equal("cpu (AVX2, 3 threads)", three.Name);
    }
}
