using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

public sealed class PanelPackingTests
{
    [Fact]
    public void Bfloat16_takes_two_bytes_an_element_and_the_rest_four()
    {
        using var device = new CpuDevice();
        using var halves = device.PackLinear(Host(new Random(1), DType.BF16, 128, 50));
        using var singles = device.PackLinear(Host(new Random(1), DType.F32, 128, 50));
        Assert.Equal(128 * 50 * 2, halves.ByteCount);
        Assert.Equal(128 * 50 * 4, singles.ByteCount);
        Assert.Equal((128, 50), (halves.OutFeatures, halves.InFeatures));
        Assert.Equal(halves.ByteCount + singles.ByteCount, device.AllocatedBytes);
    }

    [Fact]
    public void A_weight_is_read_once_and_a_slice_at_a_time()
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 2, Instructions = CpuInstructions.Avx512 });
        var weight = new WatchedTensor([500, 40]);
        using (device.PackLinear(weight))
        {
            Assert.Equal(500 * 40 * sizeof(float), weight.BytesRead);
            Assert.True(weight.LargestRead <= 32 * 40 * sizeof(float), $"A read of {weight.LargestRead} bytes.");
        }
    }

    [Fact]
    public void A_file_that_ends_early_leaves_no_memory_behind()
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 2 });
        var weight = new WatchedTensor([500, 40]) { FailsAfter = 20_000 };
        Assert.Throws<IOException>(() => device.PackLinear(weight));
        Assert.Equal(0, device.AllocatedBytes);

        var bias = new WatchedTensor([10]) { FailsAfter = 0 };
        Assert.Throws<IOException>(() => device.PackLinear(Host(new Random(1), DType.F32, 10, 4), bias));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(70)]
    public void A_product_allocates_nothing(int rows)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 1 });
        var random = new Random(rows);
        using var weight = device.PackLinear(Host(random, DType.BF16, 100, 300), Host(random, DType.F32, 100));
        using var input = Upload(device, random, rows, 300);
        using var output = device.Allocate(DType.F32, rows, 100);
        device.Linear(input, weight, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        device.Linear(input, weight, output);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Zeros that note how they are read, and may end early.</summary>
    private sealed class WatchedTensor(int[] shape) : HostTensor("watched", DType.F32, shape)
    {
        private long bytesRead;
        private int largestRead;

        public long BytesRead => bytesRead;

        public int LargestRead => largestRead;

        public long FailsAfter { get; init; } = long.MaxValue;

        public override void Read(long byteOffset, Span<byte> destination)
        {
            if (byteOffset + destination.Length > FailsAfter)
            {
                throw new IOException("The file ends early.");
            }

            destination.Clear();
            Interlocked.Add(ref bytesRead, destination.Length);
            lock (this)
            {
                largestRead = Math.Max(largestRead, destination.Length);
            }
        }
    }
}
