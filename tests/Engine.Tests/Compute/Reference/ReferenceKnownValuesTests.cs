using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Reference;

namespace Chameleon.Engine.Tests.Compute.Reference;

/// <summary>The oracle itself, against values worked out by hand or printed in tables.</summary>
public sealed class ReferenceKnownValuesTests : IDisposable
{
    private readonly ReferenceDevice device = new();

    public void Dispose() => device.Dispose();

    [Fact]
    public void Rms_norm_of_3_and_4()
    {
        using var x = device.Tensor([3, 4], 1, 2);
        using var weight = device.Tensor([1, 2], 2);
        device.RmsNorm(x, weight, 0, x);
        EveryDevice.AssertClose([3 / MathF.Sqrt(12.5f), 8 / MathF.Sqrt(12.5f)], device.Values(x), 1e-7);
    }

    [Fact]
    public void Layer_norm_of_each_head_on_its_own()
    {
        using var x = device.Tensor([1, 3, 10, 30], 1, 4);
        using var weight = device.Tensor([1, 1, 2, 2], 2, 2);
        using var bias = device.Tensor([0, 0, 5, 6], 2, 2);
        device.HeadLayerNorm(x, weight, bias, 0);
        EveryDevice.AssertClose([-1, 1, 3, 8], device.Values(x), 1e-7);
    }

    [Fact]
    public void Group_norm_takes_neighbouring_channels_of_all_positions()
    {
        using var x = device.Tensor([0, 0, 5, 2, 2, 5], 1, 2, 3);
        using var weight = device.Tensor([1, 1, 1], 3);
        using var bias = device.Tensor([0, 0, 7], 3);
        device.GroupNorm(x, weight, bias, 3, 1e-12f, swish: false, x);
        EveryDevice.AssertClose([-1, -1, 7, 1, 1, 7], device.Values(x), 1e-6);
    }

    [Fact]
    public void Rope_by_a_right_angle_turns_the_first_half_into_the_second()
    {
        using var x = device.Tensor([1, 2, 3, 4], 1, 4);
        using var cos = device.Tensor([1, 1, 0, 1], 2, 2);
        using var sin = device.Tensor([0, 0, 1, 0], 2, 2);
        device.Rope(x, [1], cos, sin, 4);
        Assert.Equal([-3, 2, 1, 4], device.Values(x));
    }

    [Theory]
    [InlineData(Activation.Silu, 1f, 0.7310585786)]
    [InlineData(Activation.Silu, -2f, -0.2384058440)]
    [InlineData(Activation.Gelu, 1f, 0.8413447461)]
    [InlineData(Activation.Gelu, -2f, -0.0455002639)]
    [InlineData(Activation.Gelu, -4f, -0.0001266849673)]
    [InlineData(Activation.GeluTanh, 1f, 0.8411919906)]
    [InlineData(Activation.GeluTanh, -2f, -0.0454023059)]
    [InlineData(Activation.Relu, 3f, 3)]
    [InlineData(Activation.Relu, -3f, 0)]
    public void Activations_have_their_published_values(Activation activation, float x, double expected) =>
        Assert.Equal(expected, ReferenceActivation.Of(activation, x), 1e-9);

    [Fact]
    public void Attention_to_equal_keys_is_the_mean_of_the_values_so_far()
    {
        var layout = new KvLayout(1, 1, 2, 2);
        using var queries = device.Tensor([1, 0, 1, 0, 1, 0], 3, 2);
        using var keys = device.Tensor([5, 1, 5, 2, 5, 3], 3, 2);
        using var values = device.Tensor([3, 0, 6, 0, 9, 6], 3, 2);
        using var first = device.Allocate(Chameleon.Engine.Tensors.DType.F32, layout.BlockShape);
        using var second = device.Allocate(Chameleon.Engine.Tensors.DType.F32, layout.BlockShape);
        var cache = new KvSequence();
        cache.Blocks.AddRange([first, second]);
        var batch = new RaggedBatch();
        batch.Add(cache, 3);
        device.AppendKeysValues(keys, values, batch, layout, 0);
        device.Attention(queries, batch, layout, 0, 1, queries);
        EveryDevice.AssertClose([3, 0, 4.5f, 0, 6, 2], device.Values(queries), 1e-7);
    }

    [Fact]
    public void Upsampling_repeats_each_pixel_twice_both_ways()
    {
        using var x = device.Tensor([1, 2], 1, 2, 1);
        using var y = device.Tensor(new float[8], 2, 4, 1);
        device.UpsampleNearest(x, y);
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], device.Values(y));
    }
}
