using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute;

public sealed class OpShapesTests
{
    public static TheoryData<string, string, Action<IComputeDevice, Func<int[], Tensor>>> Misfits => new()
    {
        { "RmsNorm", "F32 [2, 4] and weight F32 [3]", (d, t) => d.RmsNorm(t([2, 4]), t([3]), 0, t([2, 4])) },
        { "RmsNorm", "F32 [2, 4] and output F32 [3, 4]", (d, t) => d.RmsNorm(t([2, 4]), t([4]), 0, t([3, 4])) },
        { "HeadLayerNorm", "F32 [2, 8] and weight F32 [2, 3]", (d, t) => d.HeadLayerNorm(t([2, 8]), t([2, 3]), t([2, 3]), 0) },
        { "HeadLayerNorm", "F32 [2, 4] and bias F32 [4, 2]", (d, t) => d.HeadLayerNorm(t([2, 8]), t([2, 4]), t([4, 2]), 0) },
        { "Rope", "even head length, here 3", (d, t) => d.Rope(t([1, 6]), [0], t([9, 1]), t([9, 1]), 3) },
        { "Rope", "F32 [1, 8] and cos F32 [9, 3]", (d, t) => d.Rope(t([1, 8]), [0], t([9, 3]), t([9, 3]), 4) },
        { "Rope", "positions[0] is not in 0…8", (d, t) => d.Rope(t([1, 8]), [9], t([9, 2]), t([9, 2]), 4) },
        { "Rope", "2 positions do not fit output F32 [1, 8]", (d, t) => d.Rope(t([1, 8]), [0, 1], t([9, 2]), t([9, 2]), 4) },
        { "Gate", "F32 [2, 3] and up F32 [3, 2]", (d, t) => d.Gate(t([2, 3]), t([3, 2]), Activation.Silu, t([2, 3])) },
        { "Add", "F32 [2, 3] and y F32 [2, 4]", (d, t) => d.Add(t([2, 3]), t([2, 4])) },
        { "GroupNorm", "groups 3 does not fit: it divides the 4 channels", (d, t) => d.GroupNorm(t([2, 2, 4]), t([4]), t([4]), 3, 0, false, t([2, 2, 4])) },
        { "GroupNorm", "F32 [2, 2, 4] and weight F32 [5]", (d, t) => d.GroupNorm(t([2, 2, 4]), t([5]), t([5]), 2, 0, false, t([2, 2, 4])) },
        { "UpsampleNearest", "F32 [2, 3, 4] and output F32 [4, 6, 5]", (d, t) => d.UpsampleNearest(t([2, 3, 4]), t([4, 6, 5])) },
        { "SpatialAttention", "F32 [6, 4] does not fit: vision tensors", (d, t) => d.SpatialAttention(t([6, 4]), t([6, 4]), t([6, 4]), t([6, 4])) },
        { "Attention", "queries F32 [1, 9] does not fit", (d, t) => d.Attention(t([1, 9]), Batch(t, 1), Layout, 0, 1, t([1, 9])) },
        { "Attention", "layer 2 does not fit", (d, t) => d.Attention(t([1, 8]), Batch(t, 1), Layout, 2, 1, t([1, 8])) },
        { "Attention", "0 + 1 tokens need 1 blocks of 3", (d, t) => d.Attention(t([1, 8]), Batch(t, 0), Layout, 0, 1, t([1, 8])) },
        { "AttentionProbabilities", "output is [2, 1, 1]", (d, t) => d.AttentionProbabilities(t([1, 8]), Batch(t, 1), 0, Layout, 0, 1, t([2, 1, 2])) },
        { "AttentionProbabilities", "sequence 1 does not fit", (d, t) => d.AttentionProbabilities(t([1, 8]), Batch(t, 1), 1, Layout, 0, 1, t([2, 1, 1])) },
        { "AppendKeysValues", "need [1, 8]", (d, t) => d.AppendKeysValues(t([1, 4]), t([1, 4]), Batch(t, 1), Layout, 0) },
    };

    private static KvLayout Layout => new(Layers: 2, KvHeads: 2, HeadDim: 4, BlockTokens: 3);

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_is_refused_with_its_operation_and_shapes(
        string op, string part, Action<IComputeDevice, Func<int[], Tensor>> call)
    {
        using var reference = new ReferenceDevice();
        using var cpu = new CpuDevice(new CpuOptions { Threads = 1 });
        foreach (var device in (IComputeDevice[])[reference, cpu])
        {
            var tensors = new List<Tensor>();
            Tensor Make(int[] shape)
            {
                tensors.Add(device.Allocate(DType.F32, shape));
                return tensors[^1];
            }

            var thrown = Assert.ThrowsAny<ArgumentException>(() => call(device, Make));
            Assert.StartsWith($"{op}: ", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
            tensors.ForEach(tensor => tensor.Dispose());
        }
    }

    [Fact]
    public void Weights_of_another_type_are_no_activations()
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 1 });
        using var x = device.Allocate(DType.BF16, 2, 2);
        var thrown = Assert.Throws<ArgumentException>(() => device.Add(x, x));
        Assert.Contains("BF16 [2, 2]", thrown.Message, StringComparison.Ordinal);
    }

    private static RaggedBatch Batch(Func<int[], Tensor> make, int blocks)
    {
        var cache = new KvSequence();
        for (var i = 0; i < blocks; i++)
        {
            cache.Blocks.Add(make(Layout.BlockShape));
        }

        var batch = new RaggedBatch();
        batch.Add(cache, 1);
        return batch;
    }
}
