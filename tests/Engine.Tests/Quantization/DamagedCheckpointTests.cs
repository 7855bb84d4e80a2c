using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>One sentence with tensor, found and expected; and nothing stays on the device.</summary>
public sealed class DamagedCheckpointTests
{
    private const string Module = "model.layers.1.mlp.down_proj"; // [128, 256]
    private const string Weight = $"{Module}.weight";
    private const string Nf4State = $"{Weight}.quant_state.bitsandbytes__nf4";
    private const string Fp4State = $"{Weight}.quant_state.bitsandbytes__fp4";

    [Theory]
    [InlineData(float.NaN, "block 7 has the magnitude NaN, expected a finite number of at least 0.")]
    [InlineData(float.PositiveInfinity, "block 7 has the magnitude Infinity")]
    [InlineData(-1f, "block 7 has the magnitude -1")]
    public void Damaged_magnitudes(float bad, string message) =>
        Refused("bnb-fp4", $"{Weight}.absmax", message, (tensors, name) => SetFloat(tensors, name, 7, bad));

    [Fact]
    public void Magnitudes_that_were_saved_after_a_forward_pass() => Refused(
        "bnb-fp4", $"{Weight}.absmax", "is BF16 [4, 128], expected F32 [512], a magnitude for each block of 64 (bitsandbytes spoils statistics",
        (tensors, name) => tensors[name] = ("BF16", [4, 128], new byte[1024]));

    [Theory]
    [InlineData("U8", 512, "is U8 [512], expected F32 [512]")]
    [InlineData("F32", 511, "is F32 [511], expected F32 [512]")]
    public void Magnitudes_of_another_type_or_number(string dtype, int count, string message) => Refused(
        "bnb-fp4", $"{Weight}.absmax", message, (tensors, name) => tensors[name] = (dtype, [count], new byte[count * (dtype == "U8" ? 1 : 4)]));

    [Theory]
    [InlineData(16383, "is U8 [16383, 1], expected 16384 U8 elements: two elements of [128, 256] to a byte.")]
    [InlineData(16385, "is U8 [16385, 1], expected 16384 U8 elements")]
    public void Packed_codes_of_a_wrong_length(int length, string message) =>
        Refused("bnb-nf4", Weight, message, (tensors, name) => tensors[name] = ("U8", [length, 1], new byte[length]));

    [Theory]
    [InlineData("\"blocksize\": 64", "\"blocksize\": 60", "has the blocksize 60, expected one of 32, 64, 128, 256, 512, 1024, 2048, 4096.")]
    [InlineData("\"blocksize\": 64", "\"blocksize\": 0", "has the blocksize 0")]
    [InlineData("\"blocksize\": 64", "\"blocksize\": \"64\"", "has the blocksize \"64\"")]
    [InlineData("\"blocksize\": 64, ", "", "has no blocksize, expected one of 32")]
    [InlineData("\"quant_type\": \"nf4\"", "\"quant_type\": \"fp4\"", "has the quant_type \"fp4\", expected \"nf4\", as the tensor's name says.")]
    [InlineData("\"shape\": [128, 256]", "\"shape\": [32768]", "has the shape [32768], expected two whole numbers above 0.")]
    [InlineData("\"shape\": [128, 256]", "\"shape\": [-128, -256]", "has the shape [-128, -256]")]
    [InlineData("\"shape\": [128, 256]", "\"shape\": [\"a\", 256]", "has the shape [\"a\", 256]")]
    [InlineData("\"dtype\": \"bfloat16\"", "\"dtype\": \"int4\"", "has the dtype \"int4\"")]
    [InlineData("\"nested_blocksize\": 256", "\"nested_blocksize\": 0", "has the nested_blocksize 0")]
    [InlineData("\"nested_offset\": 0", "\"nested_offset\": 1e60, \"x\": 0", "has the nested_offset 1e60, expected a finite number.")]
    [InlineData("{", "", "is no JSON object")]
    [InlineData("{", "[{", "is no JSON object")]
    public void Descriptions_that_make_no_sense(string text, string replacement, string message) =>
        Refused("bnb-nf4", Nf4State, message, (tensors, name) => SetText(tensors, name, Text(tensors, name).Replace(text, replacement, StringComparison.Ordinal)));

    [Fact]
    public void A_description_of_another_shape_than_the_config_s() => Refused(
        "bnb-nf4", null, "model.layers.1.mlp.down_proj.weight is [256, 128], expected [128, 256]",
        (tensors, _) => SetText(tensors, Nf4State, Text(tensors, Nf4State).Replace("[128, 256]", "[256, 128]", StringComparison.Ordinal)));

    [Fact]
    public void An_unknown_quant_type() => Refused(
        "bnb-nf4", $"{Weight}.quant_state.bitsandbytes__nf3", "is of the quant type 'nf3', expected nf4 or fp4.", (tensors, name) => Rename(tensors, Nf4State, name));

    [Fact]
    public void Two_descriptions_of_one_matrix() => Refused(
        "bnb-fp4", Weight, "has 2 tensors quant_state.bitsandbytes__*, expected one", (tensors, _) => tensors[$"{Weight}.quant_state.bitsandbytes__nf4"] = tensors[Fp4State]);

    [Fact]
    public void A_table_of_another_code() => Refused(
        "bnb-nf4", $"{Weight}.quant_map", "value 3 is 2, expected -0.3949175, that of nf4.", (tensors, name) => SetFloat(tensors, name, 3, 2));

    [Theory]
    [InlineData(9, float.NaN, "element 9 is NaN, expected a finite number.")]
    [InlineData(9, 1f, "value 10 is")]
    [InlineData(255, 2f, "value 255 is 2, expected values from -1 to 1, ascending.")]
    public void A_table_of_nested_codes_that_is_none(int index, float bad, string message) =>
        Refused("bnb-nf4", $"{Weight}.nested_quant_map", message, (tensors, name) => SetFloat(tensors, name, index, bad));

    [Theory]
    [InlineData("bnb-nf4", "weight", "is missing")]
    [InlineData("bnb-nf4", "weight.absmax", "is missing, expected 512 U8 elements")]
    [InlineData("bnb-nf4", "weight.nested_absmax", "is missing, expected 2 F32 elements")]
    [InlineData("bnb-nf4", "weight.nested_quant_map", "is missing, expected 256 F32 elements")]
    [InlineData("bnb-nf4", "weight.quant_map", "is missing, expected 16 F32 elements")]
    [InlineData("bnb-int8", "SCB", "is missing, expected 128 F32 elements")]
    [InlineData("bnb-int8", "weight_format", "is missing")]
    [InlineData("bnb-int8", "weight", "is missing")]
    [InlineData("quanto-int8", "weight._data", "is missing")]
    [InlineData("quanto-int8", "weight._scale", "is missing, expected 128 F32 or F16 or BF16 elements")]
    public void Missing_parts(string model, string part, string message) =>
        Refused(model, $"{Module}.{part}", message, (tensors, name) => tensors.Remove(name));

    [Fact]
    public void A_missing_description() => Refused(
        "bnb-nf4", Weight, "has 0 tensors quant_state.bitsandbytes__*", (tensors, _) => tensors.Remove(Nf4State));

    [Theory]
    [InlineData("bnb-nf4", "is BF16 [128, 256], expected U8 of packed 4-bit codes")]
    [InlineData("bnb-int8", "is BF16 [128, 256], expected I8 of int8 codes")]
    [InlineData("quanto-int8", "is BF16 [128, 256], expected model.layers.1.mlp.down_proj.weight._data instead")]
    public void Plain_weights_among_quantised_ones(string model, string message) =>
        Refused(model, Weight, message, (tensors, name) => tensors[name] = ("BF16", [128, 256], new byte[128 * 256 * 2]));

    [Fact]
    public void Quantised_weights_that_the_skip_list_names() => Refused(
        "bnb-nf4", Weight, "is U8 [16384, 1], expected plain weights (the skip list names this layer).", (_, _) => { },
        config => config["quantization_config"]!["llm_int8_skip_modules"] = new JsonArray("lm_head", "layers.1.mlp.down_proj"));

    [Fact]
    public void Quantised_weights_that_the_config_keeps_silent_about() => Refused(
        "bnb-int8", null, "is part of a quantised matrix, expected plain weights, for config.json has no quantization_config", (_, _) => { },
        config => config.Remove("quantization_config"));

    [Theory]
    [InlineData(float.NaN, "element 5 is NaN")]
    [InlineData(-2f, "row 5 has the magnitude -2")]
    public void Damaged_int8_magnitudes(float bad, string message) =>
        Refused("bnb-int8", $"{Module}.SCB", message, (tensors, name) => SetFloat(tensors, name, 5, bad));

    [Fact]
    public void Int8_codes_in_another_order() => Refused(
        "bnb-int8", $"{Module}.weight_format", "is 2, expected 0", (tensors, name) => tensors[name] = ("U8", [], [2]));

    [Fact]
    public void Damaged_quanto_scales() =>
        Refused("quanto-int8", $"{Weight}._scale", "element 5 is NaN, expected a finite number.", (tensors, name) => SetFloat(tensors, name, 5, float.NaN));

    [Theory]
    [InlineData("\"qint8\"", "\"qint3\"", "has the weights 'qint3', expected qint8, qint4, qint2")]
    [InlineData("\"none\"", "\"qint8\"", "has the activations 'qint8', expected none")]
    [InlineData("{", "", "is no JSON object of objects")]
    public void A_map_of_types_that_makes_no_sense(string text, string replacement, string message)
    {
        using var folder = new TemporaryFolder();
        Copy(QuantizedModel.Folder("quanto-int8"), folder, _ => { });
        folder.Write("quanto_qmap.json", File.ReadAllText(folder.File("quanto_qmap.json")).Replace(text, replacement, StringComparison.Ordinal));
        Assert.Contains(message, Refusal(folder).Message);
    }

    [Fact]
    public void Quanto_weights_without_their_map() => Refused(
        "quanto-int8", null, "expected plain weights, for config.json has no quantization_config and there is no quanto_qmap.json", (_, _) => { }, map: false);

    [Fact]
    public void A_float8_code_that_is_no_number()
    {
        using var made = new TemporaryFolder();
        ChameleonQuantizer.Quantize(QuantizedModel.Folder("plain"), made.File("float8"), QuantizationTarget.Parse("quanto-float8"));
        Refused(
            made.File("float8"), $"{Weight}._data", "element 100 has the code 127, NaN, expected the code of a finite number.",
            (tensors, name) => tensors[name].Bytes[100] = 127);
    }

    [Theory]
    [InlineData(100, "groups of 128, or of another size that divides a row of 256.")]
    [InlineData(64, "rows for the 256 groups of its _scale.")]
    public void Groups_that_do_not_divide_a_row(int size, string message)
    {
        using var made = new TemporaryFolder();
        ChameleonQuantizer.Quantize(QuantizedModel.Folder("plain"), made.File("int4"), QuantizationTarget.Parse("quanto-int4"));
        Refused(made.File("int4"), $"{Weight}._data._data", message, (tensors, name) => tensors[name] = ("U8", [100, size], new byte[100 * size]));
    }

    private static void Refused(
        string model, string? tensor, string message, Action<Dictionary<string, (string DType, int[] Shape, byte[] Bytes)>, string> damage,
        Action<JsonObject>? config = null, bool map = true)
    {
        using var folder = new TemporaryFolder();
        Copy(Path.IsPathRooted(model) ? model : QuantizedModel.Folder(model), folder, tensors => damage(tensors, tensor ?? ""));
        if (config is not null)
        {
            var json = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();
            config(json);
            folder.Write("config.json", json.ToJsonString());
        }

        if (!map)
        {
            File.Delete(folder.File("quanto_qmap.json"));
        }

        var exception = Refusal(folder);
        Assert.Contains(message, exception.Message);
        if (tensor is not null)
        {
            Assert.Equal((CheckpointErrorKind.InvalidQuantization, tensor), (exception.Kind, exception.TensorName));
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    private static CheckpointException Refusal(TemporaryFolder folder)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 2 });
        var exception = Assert.Throws<CheckpointException>(() => ChameleonNetwork.Load(folder.Path, device));
        Assert.Equal(0, device.AllocatedBytes);
        return exception;
    }

    private static void Copy(string source, TemporaryFolder folder, Action<Dictionary<string, (string DType, int[] Shape, byte[] Bytes)>> damage)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*.json"))
        {
            folder.Write(Path.GetFileName(file), File.ReadAllBytes(file));
        }

        using var checkpoint = Checkpoint.Open(source);
        var tensors = checkpoint.Tensors.Values.Select(TestTensors.Same).ToDictionary(part => part.Name, part => (part.DType, part.Shape, part.Bytes));
        damage(tensors);
        folder.Write("model.safetensors", TestTensors.Of(tensors.Select(pair => (pair.Key, pair.Value.DType, pair.Value.Shape, pair.Value.Bytes))));
    }

    private static void SetFloat(Dictionary<string, (string DType, int[] Shape, byte[] Bytes)> tensors, string name, int index, float value) =>
        MemoryMarshal.Cast<byte, float>(tensors[name].Bytes.AsSpan())[index] = value;

    private static string Text(Dictionary<string, (string DType, int[] Shape, byte[] Bytes)> tensors, string name) => Encoding.UTF8.GetString(tensors[name].Bytes);

    private static void SetText(Dictionary<string, (string DType, int[] Shape, byte[] Bytes)> tensors, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        tensors[name] = ("U8", [bytes.Length], bytes);
    }

    private static void Rename(Dictionary<string, (string DType, int[] Shape, byte[] Bytes)> tensors, string from, string to)
    {
        tensors[to] = tensors[from];
        tensors.Remove(from);
    }
}
