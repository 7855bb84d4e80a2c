using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Memory;

public sealed class HostStoreTests : IDisposable
{
    private readonly CpuDevice device = new(new CpuOptions { Threads = 1 });

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_byte_is_counted_and_given_back()
    {
        var tensor = device.Allocate(DType.F32, 3, 5);
        using (device.Allocate(DType.BF16, 7))
        {
            Assert.Equal((3 * 5 * 4) + (7 * 2), device.AllocatedBytes);
        }

        Assert.Equal(60, device.AllocatedBytes);
        tensor.Dispose();
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_new_tensor_is_zero_and_a_part_can_be_read()
    {
        using var tensor = device.Allocate(DType.F32, 2, 4);
        device.Write([1, 2, 3], tensor);
        var part = new float[4];
        device.Read(tensor, 1, part);
        Assert.Equal([2, 3, 0, 0], part);
    }

    [Fact]
    public void A_disposed_tensor_is_refused_by_every_use()
    {
        var tensor = device.Allocate(DType.F32, 4);
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.Write([1], tensor));
        Assert.Throws<ObjectDisposedException>(() => device.Read(tensor, 0, new float[1]));
        Assert.Throws<ObjectDisposedException>(() => device.Add(tensor, tensor));
    }

    [Fact]
    public void Tensors_outlive_their_device_but_its_operations_do_not()
    {
        var other = new CpuDevice(new CpuOptions { Threads = 2 });
        using var tensor = other.Allocate(DType.F32, 2);
        other.Dispose();
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Add(tensor, tensor));
        other.Write([1, 2], tensor);
        tensor.Dispose();
        Assert.Equal(0, other.AllocatedBytes);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 7)]
    [InlineData(6, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Reading_past_a_tensor_is_refused(long start, int count)
    {
        using var tensor = device.Allocate(DType.F32, 2, 3);
        var thrown = Assert.Throws<ArgumentException>(() => device.Read(tensor, start, new float[count]));
        Assert.Contains("F32 [2, 3] of 6 elements", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_more_than_a_tensor_holds_is_refused()
    {
        using var tensor = device.Allocate(DType.F32, 2);
        Assert.Throws<ArgumentException>(() => device.Write([1, 2, 3], tensor));
    }

    [Fact]
    public void Float32_is_not_squeezed_into_bfloat16()
    {
        var source = HostTensor.From("layer.weight", [1, 2], 2);
        var thrown = Assert.Throws<ArgumentException>(() => device.Upload(source, DType.BF16));
        Assert.Contains("'layer.weight' F32 [2]", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_file_that_fails_on_the_way_leaves_no_memory_behind()
    {
        Assert.Throws<IOException>(() => device.Upload(new BrokenTensor()));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Negative_sizes_and_sizes_past_all_memory_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate(DType.F32, 2, -1));
        Assert.Throws<OverflowException>(() => device.Allocate(DType.F32, int.MaxValue, int.MaxValue, int.MaxValue));
    }

    private sealed class BrokenTensor() : HostTensor("broken", DType.F32, [8])
    {
        public override void Read(long byteOffset, Span<byte> destination) => throw new IOException("The file is gone.");
    }
}
