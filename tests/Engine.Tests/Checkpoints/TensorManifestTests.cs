using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Checkpoints;

public class TensorManifestTests
{
    [Fact]
    public void Weights_that_fit_pass()
    {
        var manifest = new TensorManifest();
        manifest.Require("weight", 2, 3);
        manifest.RequireAny("norm", [1, 4], [4, 4]);
        manifest.Allow("bias", 2);
        manifest.Ignore("rotary.");

        manifest.Validate(Tensors(("weight", [2, 3]), ("norm", [4, 4]), ("rotary.inv_freq", [7])), "model");
    }

    [Fact]
    public void Every_difference_stands_in_one_message()
    {
        var manifest = new TensorManifest();
        manifest.Require("missing.1", 8);
        manifest.Require("missing.2", 4, 4);
        manifest.Require("wide", 4096, 11008);
        manifest.RequireAny("norm", [1, 4], [4, 4]);
        manifest.Allow("bias", 2);

        var exception = Assert.Throws<CheckpointException>(() => manifest.Validate(
            Tensors(("wide", [11008, 4096]), ("norm", [2, 4]), ("bias", [3]), ("extra", [1]), ("more", [2])), "model"));

        Assert.Equal(CheckpointErrorKind.TensorMismatch, exception.Kind);
        Assert.Equal(
            """
            model: the weights do not fit the configuration.
            2 missing:
              missing.1 [8]
              missing.2 [4, 4]
            3 of another shape:
              wide is [11008, 4096], expected [4096, 11008]
              norm is [2, 4], expected [1, 4] or [4, 4]
              bias is [3], expected [2]
            2 unexpected:
              'extra' [1]
              'more' [2]
            """,
            exception.Message);
    }

    [Fact]
    public void The_message_for_a_hostile_file_stays_bounded()
    {
        var tensors = Tensors([.. Enumerable.Range(0, 20_000).Select(i => ($"{i}" + new string('x', 1_000), new[] { 0 }))]);
        var exception = Assert.Throws<CheckpointException>(() => new TensorManifest().Validate(tensors, "model"));
        Assert.Contains("20000 unexpected", exception.Message);
        Assert.Contains("and 18000 more", exception.Message);
        Assert.InRange(exception.Message.Length, 0, 500_000);
    }

    private static Dictionary<string, HostTensor> Tensors(params (string Name, int[] Shape)[] tensors) =>
        tensors.ToDictionary(tensor => tensor.Name, HostTensor (tensor) => new Shaped(tensor.Name, tensor.Shape));

    private sealed class Shaped(string name, int[] shape) : HostTensor(name, DType.F32, shape)
    {
        public override void Read(long byteOffset, Span<byte> destination) => throw new NotSupportedException();
    }
}
