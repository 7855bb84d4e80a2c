using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tests.Checkpoints;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonModelTests
{
    [Fact]
    public void Every_variant_loads_with_its_tokenizer_and_processor()
    {
        foreach (var variant in ChameleonVariant.Names)
        {
            using var device = TestDevices.Create("cpu");
            using var model = ChameleonModel.Load(Golden.Path("chameleon", variant), device);
            Assert.Equal(new SpecialTokens(0, 2, 70), model.Special);
            Assert.Equal((1, 69), (model.Tokens.Padding, model.Pictures.BeginOfImage));
            Assert.True(model.Codec.CanDecode);
            Assert.False(model.CanDraw);
            Assert.Equal(model.Info.WeightBytes, device.AllocatedBytes);
            Assert.Equal(variant == "bf16-sharded" ? "BF16" : "F32", model.Info.WeightType);
        }
    }

    [Fact]
    public void The_demo_model_may_draw_and_says_what_it_is() => DemoModel.Use(model =>
    {
        Assert.True(model.CanDraw);
        Assert.Equal(new SpecialTokens(0, 2, 1030), model.Special);
        Assert.Equal(new ChameleonTokens(0, 2, 1, 1030, 1031, 1029, 1028), model.Tokens);
        Assert.Equal(("ChameleonForConditionalGeneration", 8, 256, 1643, 2048, "BF16"), (
            model.Info.Architecture, model.Info.Layers, model.Info.HiddenSize, model.Info.VocabularySize, model.Info.ContextLength, model.Info.WeightType));
        Assert.Equal((256, 64, true, true), (model.Info.CodesPerPicture, model.Info.PictureSize, model.Info.CanSee, model.Info.CanDraw));
        using var weights = Checkpoint.Open(DemoModel.Directory);
        Assert.Equal(weights.Tensors.Values.Sum(tensor => tensor.ElementCount), model.Info.Parameters);
        Assert.Equal(Enumerable.Range(1032, 1643 - 1032), model.TextIds.ToArray());
    });

    [Fact]
    public void Load_use_and_dispose_five_times_gives_all_memory_back()
    {
        using var device = TestDevices.Create("cpu");
        for (var i = 0; i < 5; i++)
        {
            using (var model = ChameleonModel.Load(Golden.Path("chameleon", "vq-attention"), device))
            {
                Greedy.Continue(device, model.Decoder, [0, 5, 6], 4);
                model.Codec.Decode(model.Codec.Encode(new float[3 * 16 * 16]));
                Assert.True(device.AllocatedBytes > 0);
            }

            Assert.Equal(0, device.AllocatedBytes);
        }
    }

    [Fact]
    public void Loading_reports_every_tensor_in_order()
    {
        using var device = TestDevices.Create("reference");
        var reports = new List<LoadProgress>();
        using var network = ChameleonNetwork.Load(Golden.Path("chameleon", "tied"), device, new Listener(reports.Add));
        using var checkpoint = Checkpoint.Open(Golden.Path("chameleon", "tied"));
        var (count, bytes) = (checkpoint.Tensors.Count, checkpoint.ByteCount);
        Assert.Equal(LoadStage.Opening, reports[0].Stage);
        Assert.Equal(new LoadProgress(LoadStage.Ready, count, count, bytes, bytes), reports[^1]);
        Assert.All(reports[1..^1], report => Assert.Equal((LoadStage.Weights, count, bytes), (report.Stage, report.TensorsTotal, report.BytesTotal)));
        Assert.Equal(reports.Select(report => report.BytesDone).Order(), reports.Select(report => report.BytesDone));
        Assert.Equal(count + 1, reports.Select(report => report.TensorsDone).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(150)]
    public void A_cancelled_load_leaves_nothing_on_the_device(int tensors)
    {
        using var device = TestDevices.Create("reference");
        using var cancellation = new CancellationTokenSource();
        var listener = new Listener(report =>
        {
            if (report.TensorsDone == tensors)
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => ChameleonModel.Load(Golden.Path("chameleon", "plain"), device, listener, cancellation.Token));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Weights_that_do_not_fit_the_config_are_listed_in_one_message()
    {
        using var folder = Copy("plain", config =>
        {
            config["hidden_size"] = 96;
            config["num_attention_heads"] = 6;
            config["num_key_value_heads"] = 6;
            config["num_hidden_layers"] = 1;
            config["attention_bias"] = true;
        });
        var error = Refused<CheckpointException>(folder);
        Assert.Equal(CheckpointErrorKind.TensorMismatch, error.Kind);
        Assert.Contains("model.embed_tokens.weight is [328, 64], expected [328, 96]", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.layers.0.self_attn.q_proj.bias [96]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'model.layers.1.self_attn.q_proj.weight' [64, 64]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_size_is_refused_with_both_sizes()
    {
        using var folder = Copy("plain", config => config["vocab_size"] = 400);
        Assert.Contains("is [328, 64], expected [400, 64]", Refused<CheckpointException>(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_norms_of_a_row_count_that_is_neither_1_nor_shards_nor_heads_are_refused()
    {
        using var folder = Copy("narrow-norms", config => config["model_parallel_size"] = 1);
        Assert.Contains(
            "model.layers.0.self_attn.q_norm.weight is [2, 16], expected [4, 16] or [1, 16]", Refused<CheckpointException>(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_contradicts_the_tokenizer_is_refused()
    {
        using var folder = Copy("plain", config =>
        {
            var map = config["vocabulary_map"]!.AsObject();
            var (first, second) = (map["IMGIMGAZ"]!.GetValue<int>(), map["IMGIMGBZ"]!.GetValue<int>());
            (map["IMGIMGAZ"], map["IMGIMGBZ"]) = (second, first);
        });
        Assert.Contains("gives picture code 0 the id 64, which the tokenizer calls IMGIMGBZ", Refused<ModelConfigException>(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<eoss>", "<racm3:break>")]
    [InlineData("<reserved08706>", "<image>")]
    public void Control_tokens_that_contradict_the_tokenizer_are_refused(string one, string other)
    {
        using var folder = Copy("plain", config =>
        {
            var map = config["vocabulary_map"]!.AsObject();
            var (first, second) = (map[one]!.GetValue<int>(), map[other]!.GetValue<int>());
            (map[one], map[other]) = (second, first);
        });
        Assert.Contains("but the tokenizer says", Refused<ModelConfigException>(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processor_files_of_another_picture_size_are_refused()
    {
        using var crop = Copy("plain", _ => { });
        Change(crop, "preprocessor_config.json", json => json["crop_size"]!["height"] = 64);
        Assert.Contains("64 × 32, but the picture tokenizer reads 32 × 32", Refused<ModelConfigException>(crop).Message, StringComparison.Ordinal);

        using var length = Copy("plain", _ => { });
        Change(length, "processor_config.json", json => json["image_seq_length"] = 1024);
        Assert.Contains("is 1024, but the picture tokenizer makes 64 codes", Refused<ModelConfigException>(length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_picture_decoder_it_sees_but_does_not_draw()
    {
        using var folder = Copy("plain", config => config["image_generation"] = true);
        DropTensors(folder.File("model.safetensors"), name => name.StartsWith("model.vqmodel.decoder.", StringComparison.Ordinal));
        using var device = TestDevices.Create("cpu");
        using var model = ChameleonModel.Load(folder.Path, device);
        Assert.False(model.Codec.CanDecode);
        Assert.False(model.CanDraw);
        Assert.Equal(64, model.Codec.Encode(new float[3 * 32 * 32]).Length);
        var error = Assert.Throws<NotSupportedException>(() => model.Codec.Decode(new int[64]));
        Assert.Contains("model.vqmodel.decoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_picture_decoder_is_refused()
    {
        using var folder = Copy("plain", _ => { });
        DropTensors(folder.File("model.safetensors"), name => name == "model.vqmodel.decoder.conv_out.weight");
        Assert.Contains("model.vqmodel.decoder.conv_out.weight [3, 32, 3, 3]", Refused<CheckpointException>(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_picture_decoder_and_the_config_s_word_it_draws()
    {
        using var folder = Copy("plain", config => config["image_generation"] = true);
        using var device = TestDevices.Create("cpu");
        using var model = ChameleonModel.Load(folder.Path, device);
        Assert.True(model.CanDraw);
    }

    [Fact]
    public void Files_beside_config_tokenizer_and_weights_are_not_needed()
    {
        using var folder = Copy("plain", _ => { });
        foreach (var name in (string[])["tokenizer_config.json", "preprocessor_config.json", "processor_config.json"])
        {
            File.Delete(folder.File(name));
        }

        using var device = TestDevices.Create("cpu");
        using var model = ChameleonModel.Load(folder.Path, device);
        Assert.Equal(new SpecialTokens(0, 2, 70), model.Special);
        Assert.Equal(3 * 32 * 32, model.Preprocess(new Engine.Imaging.PixelImage(40, 50, new byte[40 * 50 * 3])).Length);
    }

    [Fact]
    public void A_missing_tokenizer_is_named_and_leaves_nothing_on_the_device()
    {
        using var folder = Copy("plain", _ => { });
        File.Delete(folder.File("tokenizer.json"));
        using var device = TestDevices.Create("cpu");
        var error = Assert.ThrowsAny<IOException>(() => ChameleonModel.Load(folder.Path, device));
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, device.AllocatedBytes);
    }

    /// <summary>A variant's folder with its config changed.</summary>
    private static TemporaryFolder Copy(string variant, Action<JsonObject> change)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Golden.Path("chameleon", variant)).Where(file => Path.GetFileName(file) != "case.safetensors"))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        Change(folder, "config.json", change);
        return folder;
    }

    private static void Change(TemporaryFolder folder, string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(folder.File(name)))!.AsObject();
        change(json);
        File.SetAttributes(folder.File(name), FileAttributes.Normal);
        folder.Write(name, json.ToJsonString());
    }

    private static void DropTensors(string path, Func<string, bool> dropped)
    {
        byte[] bytes;
        using (var checkpoint = Checkpoint.Open(path))
        {
            bytes = SafetensorsBytes.Of([
                .. checkpoint.Tensors.Values.Where(tensor => !dropped(tensor.Name)).Select(tensor => (tensor.Name, tensor.Shape, tensor.ToFloats())),
            ]);
        }

        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllBytes(path, bytes);
    }

    private static TError Refused<TError>(TemporaryFolder folder)
        where TError : Exception
    {
        using var device = TestDevices.Create("reference");
        var error = Assert.Throws<TError>(() => ChameleonModel.Load(folder.Path, device));
        Assert.Equal(0, device.AllocatedBytes);
        return error;
    }

    private sealed class Listener(Action<LoadProgress> told) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => told(value);
    }
}
