using System.Text.Json;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class ChameleonQuantizerTests
{
    private static readonly string Plain = QuantizedModel.Folder("plain");

    public static TheoryData<string> Targets => [.. QuantizationTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_target_is_written_and_loads(string target)
    {
        using var folder = new TemporaryFolder();
        Quantize(folder, target);
        using var model = QuantizedModel.Open(folder.File("out"));
        using var plain = QuantizedModel.Open(Plain);
        Assert.NotNull(model.Network.Quantization);
        Assert.Equal(plain.Network.Parameters, model.Network.Parameters);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Quantising_on_the_way_into_memory_gives_the_bits_of_the_written_checkpoint(string target)
    {
        using var folder = new TemporaryFolder();
        Quantize(folder, target);
        using var written = QuantizedModel.Open(folder.File("out"));
        using var direct = QuantizedModel.Open(Plain, options: new ModelLoadOptions { Quantize = new WeightQuantization { Target = QuantizationTarget.Parse(target) } });
        Assert.Equal(written.Network.Quantization, direct.Network.Quantization);
        Assert.Equal(written.Network.WeightBytes, direct.Network.WeightBytes);
        Compute.EveryDevice.AssertSameBits(written.Logits("text_a"), direct.Logits("text_a"), target);
    }

    [Theory]
    [InlineData("nf4", 32)]
    [InlineData("nf4-nested", 128)]
    [InlineData("fp4", 4096)]
    public void Blocks_of_any_size_load_and_take_their_size(string target, int blockSize)
    {
        var usual = new WeightQuantization { Target = QuantizationTarget.Parse(target) };
        using var plain = QuantizedModel.Open(Plain, options: new ModelLoadOptions { Quantize = usual });
        using var model = QuantizedModel.Open(Plain, options: new ModelLoadOptions { Quantize = usual with { BlockSize = blockSize }, Threads = 1 });
        Assert.Equal(blockSize < 64, model.Network.WeightBytes > plain.Network.WeightBytes);
        Assert.All(model.Logits("text_a"), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void The_head_goes_along_when_that_is_asked_for()
    {
        var how = new WeightQuantization { Target = QuantizationTarget.Parse("int8"), Head = true };
        using var folder = new TemporaryFolder();
        Quantize(folder, "int8", head: true);
        using var written = QuantizedModel.Open(folder.File("out"));
        using var direct = QuantizedModel.Open(Plain, options: new ModelLoadOptions { Quantize = how });
        Compute.EveryDevice.AssertSameBits(written.Logits("text_b"), direct.Logits("text_b"), "int8 with head");
    }

    [Theory]
    [InlineData("nf4", 48, false, "48")]
    [InlineData("int8", 32, false, "int8")]
    [InlineData("quanto-int8", 64, true, "quanto-int8")]
    public void What_cannot_be_is_refused_before_anything_is_read(string target, int blockSize, bool head, string named)
    {
        var how = new WeightQuantization { Target = QuantizationTarget.Parse(target), BlockSize = blockSize, Head = head };
        using var device = new Engine.Compute.Cpu.CpuDevice();
        var error = Assert.ThrowsAny<ArgumentException>(() => ChameleonNetwork.Load("nowhere", device, new ModelLoadOptions { Quantize = how }));
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void Quantised_weights_do_not_become_something_else_on_the_way()
    {
        using var device = new Engine.Compute.Cpu.CpuDevice();
        var how = new WeightQuantization { Target = QuantizationTarget.Parse("nf4") };
        var error = Assert.Throws<CheckpointException>(() => ChameleonNetwork.Load(QuantizedModel.Folder("bnb-fp4"), device, new ModelLoadOptions { Quantize = how }));
        Assert.Contains("quantised already (fp4)", error.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nf4-nested")]
    [InlineData("quanto-int8")]
    public void The_bytes_that_headers_promise_are_those_that_are_taken(string? target)
    {
        var options = new ModelLoadOptions { Quantize = target is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(target) } };
        foreach (var model in target is null ? (string[])["plain", "bnb-nf4", "bnb-int8", "quanto-int8"] : ["plain"])
        {
            var folder = QuantizedModel.Folder(model);
            using var checkpoint = Checkpoint.Open(folder);
            var config = ChameleonConfig.Read(Path.Combine(folder, "config.json"));
            var promised = ChameleonMemory.WeightBytes(config, ChameleonManifest.Fit(config, checkpoint).Tensors, options, folder);
            using var loaded = QuantizedModel.Open(folder, options: options);
            Assert.InRange(promised, loaded.Network.WeightBytes * 0.9, loaded.Network.WeightBytes * 1.1);
        }
    }

    [Theory]
    [InlineData("nf4-nested")]
    [InlineData("quanto-int4")]
    public void The_number_of_threads_makes_no_difference(string target)
    {
        using var folder = new TemporaryFolder();
        Quantize(folder, target, "one", threads: 1);
        Quantize(folder, target, "three", threads: 3);
        Assert.Equal(File.ReadAllBytes(folder.File("one/model.safetensors")), File.ReadAllBytes(folder.File("three/model.safetensors")));
    }

    [Theory]
    [InlineData("nf4")]
    [InlineData("quanto-int8")]
    public void What_is_never_quantised_stays_byte_for_byte(string target)
    {
        using var folder = new TemporaryFolder();
        Quantize(folder, target);
        using var before = Checkpoint.Open(Plain);
        using var after = Checkpoint.Open(folder.File("out"));
        string[] kept = [.. before.Tensors.Keys.Where(name => !name.EndsWith("_proj.weight", StringComparison.Ordinal))];
        Assert.Contains("lm_head.weight", kept);
        Assert.Equal(86 - 14, kept.Length);
        foreach (var name in kept)
        {
            Assert.Equal(Bytes(before.Tensors[name]), Bytes(after.Tensors[name]));
        }
    }

    [Theory]
    [InlineData("nf4-nested")]
    [InlineData("int8")]
    public void The_head_is_quantised_when_that_is_asked_for(string target)
    {
        using var folder = new TemporaryFolder();
        Quantize(folder, target, head: true);
        using var model = QuantizedModel.Open(folder.File("out"));
        using var checkpoint = Checkpoint.Open(folder.File("out"));
        Assert.Contains(checkpoint.Tensors["lm_head.weight"].DType, (DType[])[DType.U8, DType.I8]);
        using var config = JsonDocument.Parse(File.ReadAllBytes(folder.File("out/config.json")));
        Assert.Equal(0, config.RootElement.GetProperty("quantization_config").GetProperty("llm_int8_skip_modules").GetArrayLength());
    }

    [Fact]
    public void The_head_stays_with_quanto_s_types()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<ArgumentException>(() => Quantize(folder, "quanto-int8", head: true));
        Assert.Contains("quanto-int8", exception.Message);
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    public void Weights_of_any_float_type_become_the_same_codes(string dtype)
    {
        using var folder = new TemporaryFolder();
        var source = folder.File("source");
        Directory.CreateDirectory(source);
        File.Copy(Path.Combine(Plain, "config.json"), Path.Combine(source, "config.json"));
        using (var plain = Checkpoint.Open(Plain))
        {
            File.WriteAllBytes(Path.Combine(source, "model.safetensors"), TestTensors.Of(plain.Tensors.Values.Select(tensor => dtype == "F32" ? TestTensors.Float32(tensor) : TestTensors.Float16(tensor))));
        }

        ChameleonQuantizer.Quantize(source, folder.File("out"), QuantizationTarget.Parse("nf4"));
        Quantize(folder, "nf4", "expected");
        using var expected = Checkpoint.Open(folder.File("expected"));
        using var actual = Checkpoint.Open(folder.File("out"));
        foreach (var name in expected.Tensors.Keys.Where(name => name.EndsWith("_proj.weight", StringComparison.Ordinal)))
        {
            Assert.Equal(Bytes(expected.Tensors[name]), Bytes(actual.Tensors[name]));
            Assert.Equal(Bytes(expected.Tensors[$"{name}.absmax"]), Bytes(actual.Tensors[$"{name}.absmax"]));
            Assert.Contains(dtype == "F32" ? "float32" : "float16", System.Text.Encoding.UTF8.GetString(Bytes(actual.Tensors[$"{name}.quant_state.bitsandbytes__nf4"])));
        }
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("out"));
        folder.Write("out/mine.txt", "mine");
        Assert.Throws<IOException>(() => Quantize(folder, "nf4"));
        Assert.Equal([folder.File("out")], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal("mine", File.ReadAllText(folder.File("out/mine.txt")));
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var reports = 0;
        var progress = new Reports(_ =>
        {
            if (++reports == 40)
            {
                cancellation.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => ChameleonQuantizer.Quantize(
            Plain, folder.File("out"), QuantizationTarget.Parse("nf4-nested"), progress: progress, cancellationToken: cancellation.Token));
        Assert.Equal(40, reports);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("nf4", float.NaN)]
    [InlineData("nf4-nested", float.PositiveInfinity)]
    [InlineData("int8", 70_000f)]
    [InlineData("quanto-int8", float.NegativeInfinity)]
    [InlineData("quanto-int4", float.NaN)]
    [InlineData("quanto-float8", float.NaN)]
    public void Weights_that_cannot_be_quantised_are_refused_by_name_and_leave_nothing_behind(string target, float bad)
    {
        using var folder = new TemporaryFolder();
        const string Name = "model.layers.1.mlp.down_proj.weight";
        var source = Damaged(folder, tensor => tensor.Name == Name ? TestTensors.Float32(tensor, values => values[300] = bad) : TestTensors.Same(tensor));
        var exception = Assert.Throws<CheckpointException>(() => ChameleonQuantizer.Quantize(source, folder.File("out"), QuantizationTarget.Parse(target)));
        Assert.Equal((CheckpointErrorKind.InvalidQuantization, Name), (exception.Kind, exception.TensorName));
        Assert.Contains("finite", exception.Message);
        Assert.Equal([source], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_quantised_checkpoint_is_not_quantised_again()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<CheckpointException>(() =>
            ChameleonQuantizer.Quantize(QuantizedModel.Folder("bnb-fp4"), folder.File("out"), QuantizationTarget.Parse("nf4")));
        Assert.Contains("quantised already (fp4)", exception.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_unknown_target_is_refused_with_those_there_are()
    {
        var exception = Assert.Throws<ArgumentException>(() => QuantizationTarget.Parse("q4_0"));
        Assert.Contains("nf4, nf4-nested, fp4, fp4-nested, int8, quanto-int8", exception.Message);
        Assert.Contains("'q4_0'", exception.Message);
    }

    [Fact]
    public void The_demo_model_is_quantised_with_all_its_files_and_still_tells_what_it_is()
    {
        using var folder = new TemporaryFolder();
        var demo = Models.DemoModel.Directory;
        ChameleonQuantizer.Quantize(demo, folder.File("out"), QuantizationTarget.Parse("nf4-nested"));
        Assert.Equal(Directory.EnumerateFiles(demo).Select(Path.GetFileName).Order(), Directory.EnumerateFiles(folder.File("out")).Select(Path.GetFileName).Order());
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var model = ChameleonModel.Load(folder.File("out"), device);
        Assert.Equal("nf4, nested", model.Info.Quantization);
        Assert.True(model.CanDraw);
    }

    private static void Quantize(TemporaryFolder folder, string target, string name = "out", bool head = false, int? threads = null) =>
        ChameleonQuantizer.Quantize(Plain, folder.File(name), QuantizationTarget.Parse(target), head, threads);

    private static string Damaged(TemporaryFolder folder, Func<HostTensor, (string, string, int[], byte[])> change)
    {
        var source = folder.File("source");
        Directory.CreateDirectory(source);
        File.Copy(Path.Combine(Plain, "config.json"), Path.Combine(source, "config.json"));
        using var plain = Checkpoint.Open(Plain);
        File.WriteAllBytes(Path.Combine(source, "model.safetensors"), TestTensors.Of(plain.Tensors.Values.Select(change)));
        return source;
    }

    private static byte[] Bytes(HostTensor tensor) => TestTensors.Same(tensor).Bytes;

    private sealed class Reports(Action<QuantizationProgress> report) : IProgress<QuantizationProgress>
    {
        public void Report(QuantizationProgress value) => report(value);
    }
}
