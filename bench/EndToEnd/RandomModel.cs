using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.EndToEnd;

/// <summary>Chameleon models of a named shape with random weights: bfloat16 decoder, float32 VQ-GAN, as published.</summary>
internal static class RandomModel
{
    private const int CodeCount = 8192;
    private const int Published7bLayers = 32;

    /// <summary>The nets of a shape: <c>7b</c>, or <c>7b-1layer</c>, <c>7b-4layer</c> and so on.</summary>
    public static ChameleonNetwork Load(string shape, IComputeDevice device, WeightQuantization? quantize = null)
    {
        var config = ChameleonConfig.Parse(Encoding.UTF8.GetBytes(ConfigJson(LayersOf(shape)).ToJsonString()), shape);
        var tensors = Tensors(config);
        var quantizer = ChameleonQuantizer.OnTheWay(config, new ModelLoadOptions { Quantize = quantize }, shape, CancellationToken.None);
        return ChameleonNetwork.Load(new WeightLoader(device, tensors, progress: null, quantizer), config, withPictureDecoder: true);
    }

    /// <summary>Writes a shape's config and weights.</summary>
    public static void Write(string shape, string folder)
    {
        var json = Encoding.UTF8.GetBytes(ConfigJson(LayersOf(shape)).ToJsonString());
        HostTensor[] tensors = [.. SafetensorsLayout.Sort(Tensors(ChameleonConfig.Parse(json, shape)).Values, tensor => tensor.DType, tensor => tensor.Name)];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "config.json"), json);
        var (entries, offset) = (new List<TensorEntry>(), 0L);
        foreach (var tensor in tensors)
        {
            entries.Add(new TensorEntry(tensor.Name, tensor.DType, tensor.Shape, offset, offset += tensor.StoredBytes));
        }

        using var file = File.Create(Path.Combine(folder, "model.safetensors"));
        file.Write(SafetensorsLayout.Header(entries));
        var buffer = new byte[1 << 20];
        foreach (var tensor in tensors)
        {
            for (var done = 0L; done < tensor.StoredBytes; done += buffer.Length)
            {
                var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, tensor.StoredBytes - done));
                tensor.Read(done, piece);
                file.Write(piece);
            }
        }
    }

    private static Dictionary<string, HostTensor> Tensors(ChameleonConfig config) =>
        ChameleonManifest.For(config, withPictureDecoder: true).Required.ToDictionary(
            tensor => tensor.Name,
            HostTensor (tensor) => new RandomWeight(
                tensor.Name, tensor.Name.StartsWith("model.vqmodel.", StringComparison.Ordinal) ? DType.F32 : DType.BF16, tensor.Shape));

    private static int LayersOf(string shape)
    {
        if (shape == "7b")
        {
            return Published7bLayers;
        }

        return shape.StartsWith("7b-", StringComparison.Ordinal) && shape.EndsWith("layer", StringComparison.Ordinal)
            && int.TryParse(shape.AsSpan()[3..^5], NumberStyles.None, CultureInfo.InvariantCulture, out var layers) && layers is >= 1 and <= Published7bLayers
            ? layers
            : throw new ArgumentException($"'{shape}' is no shape: write 7b, or 7b-1layer to 7b-{Published7bLayers}layer.");
    }

    private static JsonObject ConfigJson(int layers)
    {
        var vocabulary = new JsonObject { ["<eoss>"] = 8196, ["<racm3:break>"] = 8197, ["<reserved08706>"] = 8710, ["<image>"] = 8711 };
        for (var code = 0; code < CodeCount; code++)
        {
            var letters = string.Concat(code.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('A' + (digit - '0'))));
            vocabulary[$"IMGIMG{letters}Z"] = code + 4;
        }

        return new JsonObject
        {
            ["model_type"] = "chameleon",
            ["vocab_size"] = 65536,
            ["hidden_size"] = 4096,
            ["intermediate_size"] = 11008,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = 32,
            ["num_key_value_heads"] = 32,
            ["max_position_embeddings"] = 4096,
            ["rms_norm_eps"] = 1e-5,
            ["vq_config"] = new JsonObject { ["num_embeddings"] = CodeCount },
            ["vocabulary_map"] = vocabulary,
        };
    }
}
