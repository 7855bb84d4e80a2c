using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tests.Checkpoints.Packed;
using Chameleon.Engine.Tests.Quantization;

namespace Chameleon.Engine.Tests.Models;

public sealed class EmbeddingTableTests
{
    [Fact]
    public void Rows_are_those_of_the_file_widened_and_what_is_no_id_is_left_alone()
    {
        using var checkpoint = Checkpoint.Open(QuantizedModel.Folder("plain"));
        var stored = checkpoint.Tensors[ChameleonManifest.EmbeddingName];
        var (table, values) = (new EmbeddingTable(stored), stored.ToFloats());
        int[] ids = [7, 0, -1, stored.Shape[0] - 1, 7];
        var rows = new float[ids.Length * table.Width];
        Array.Fill(rows, 42f);
        table.Read(ids, rows);
        for (var i = 0; i < ids.Length; i++)
        {
            Compute.EveryDevice.AssertSameBits(
                ids[i] < 0 ? [.. Enumerable.Repeat(42f, table.Width)] : values[(ids[i] * table.Width)..((ids[i] + 1) * table.Width)],
                rows[(i * table.Width)..((i + 1) * table.Width)],
                $"row {i}");
        }
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    public void Tables_of_other_types_are_widened_too(string dtype)
    {
        using var folder = new TemporaryFolder();
        using var plain = Checkpoint.Open(QuantizedModel.Folder("plain"));
        var stored = plain.Tensors[ChameleonManifest.EmbeddingName];
        using var file = SafetensorsFile.Open(folder.Write("t.safetensors", TestTensors.Of([dtype == "F32" ? TestTensors.Float32(stored) : TestTensors.Float16(stored)])));
        var same = Assert.Single(file.Tensors.Values);
        var row = new float[same.Shape[1]];
        new EmbeddingTable(same).Read([3], row);
        Assert.Equal(same.ToFloats()[(3 * row.Length)..(4 * row.Length)], row);
    }

    [Fact]
    public void A_model_whose_file_is_cut_off_under_it_says_so_and_lives_on()
    {
        using var model = new KeptModel();
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var network = ChameleonNetwork.Load(model.Folder, device);
        var whole = File.ReadAllBytes(model.Weights);
        var request = new ForwardRequest { Ids = new int[,] { { 0, 5, 17 } } };
        var logits = network.Forward(request).Logits.Values;
        using (var file = new FileStream(model.Weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(100);
        }

        var error = Assert.Throws<CheckpointException>(() => network.Forward(request));
        Assert.Equal((CheckpointErrorKind.Truncated, ChameleonManifest.EmbeddingName), (error.Kind, error.TensorName));
        using (var file = new FileStream(model.Weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write(whole);
        }

        Assert.Equal(logits, network.Forward(request).Logits.Values);
    }

    [Fact]
    public void No_file_stays_open_after_the_model()
    {
        using var model = new KeptModel();
        using var device = new Engine.Compute.Cpu.CpuDevice();
        ChameleonNetwork.Load(model.Folder, device).Dispose();
        using var exclusive = new FileStream(model.Weights, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(0, device.AllocatedBytes);
    }
}
