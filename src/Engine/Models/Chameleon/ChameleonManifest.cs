using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>The tensors that a config asks for, by the published names and shapes.</summary>
public static class ChameleonManifest
{
    private const string VqName = "model.vqmodel";

    internal const string EmbeddingName = "model.embed_tokens.weight";

    internal const string HeadName = "lm_head";

    /// <summary>
    /// Compares a checkpoint with its config; a checkpoint with any part of the picture decoder needs all of it. Quantised
    /// matrices are put together from their parts first.
    /// </summary>
    /// <returns>The tensors as the model asks for them, and whether there is a picture decoder.</returns>
    /// <exception cref="CheckpointException">
    /// They do not fit: lists every missing, unexpected and wrongly shaped tensor. Or a quantised matrix is damaged.
    /// </exception>
    public static (IReadOnlyDictionary<string, HostTensor> Tensors, bool HasPictureDecoder) Fit(ChameleonConfig config, Checkpoint checkpoint)
    {
        var tensors = QuantizedWeights.Resolve(checkpoint, config.Quantization, LinearLayers(config));
        var withPictureDecoder = tensors.Keys.Any(name => name.StartsWith($"{VqName}.decoder.", StringComparison.Ordinal));
        For(config, withPictureDecoder).Validate(tensors, checkpoint.Path);
        return (tensors, withPictureDecoder);
    }

    /// <summary>Path and input length of every linear layer: what may be quantised. The head comes last.</summary>
    internal static IEnumerable<(string Module, int InFeatures)> LinearLayers(ChameleonConfig config)
    {
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"model.layers.{layer}";
            yield return ($"{name}.self_attn.q_proj", config.HiddenSize);
            yield return ($"{name}.self_attn.k_proj", config.HiddenSize);
            yield return ($"{name}.self_attn.v_proj", config.HiddenSize);
            yield return ($"{name}.self_attn.o_proj", config.Heads * config.HeadDim);
            yield return ($"{name}.mlp.gate_proj", config.HiddenSize);
            yield return ($"{name}.mlp.up_proj", config.HiddenSize);
            yield return ($"{name}.mlp.down_proj", config.IntermediateSize);
        }

        if (!config.TieWordEmbeddings)
        {
            yield return (HeadName, config.HiddenSize);
        }
    }

    /// <summary>Lists what must be, may be and need not be there.</summary>
    internal static TensorManifest For(ChameleonConfig config, bool withPictureDecoder)
    {
        var manifest = new TensorManifest();
        int[] table = [config.VocabularySize, config.HiddenSize];
        manifest.Require(EmbeddingName, table);
        manifest.Require("model.norm.weight", config.HiddenSize);
        if (config.TieWordEmbeddings)
        {
            manifest.Allow($"{HeadName}.weight", table);
        }
        else
        {
            manifest.Require($"{HeadName}.weight", table);
        }

        manifest.Ignore("model.rotary_emb.");
        for (var layer = 0; layer < config.Layers; layer++)
        {
            AddLayer(manifest, config, $"model.layers.{layer}");
        }

        AddVq(manifest, config.Vq, withPictureDecoder);
        return manifest;
    }

    private static void AddLayer(TensorManifest manifest, ChameleonConfig config, string layer)
    {
        var (hidden, queries, keys) = (config.HiddenSize, config.Heads * config.HeadDim, config.KvHeads * config.HeadDim);
        void Linear(string name, int outFeatures, int inFeatures, bool hasBias)
        {
            manifest.Require($"{layer}.{name}.weight", outFeatures, inFeatures);
            if (hasBias)
            {
                manifest.Require($"{layer}.{name}.bias", outFeatures);
            }
        }

        void HeadNorm(string name, int heads)
        {
            int[] rowCounts = heads % config.ModelParallelSize == 0 ? [heads, config.ModelParallelSize, 1] : [heads, 1];
            int[][] shapes = [.. rowCounts.Distinct().Select(rows => (int[])[rows, config.HeadDim])];
            manifest.RequireAny($"{layer}.self_attn.{name}.weight", shapes);
            manifest.RequireAny($"{layer}.self_attn.{name}.bias", shapes);
        }

        manifest.Require($"{layer}.input_layernorm.weight", hidden);
        manifest.Require($"{layer}.post_attention_layernorm.weight", hidden);
        Linear("self_attn.q_proj", queries, hidden, config.AttentionBias);
        Linear("self_attn.k_proj", keys, hidden, config.AttentionBias);
        Linear("self_attn.v_proj", keys, hidden, config.AttentionBias);
        Linear("self_attn.o_proj", hidden, queries, config.AttentionBias);
        HeadNorm("q_norm", config.Heads);
        HeadNorm("k_norm", config.KvHeads);
        Linear("mlp.gate_proj", config.IntermediateSize, hidden, config.MlpBias);
        Linear("mlp.up_proj", config.IntermediateSize, hidden, config.MlpBias);
        Linear("mlp.down_proj", hidden, config.IntermediateSize, config.MlpBias);
        manifest.Ignore($"{layer}.self_attn.rotary_emb.");
    }

    private static void AddVq(TensorManifest manifest, VqGanConfig vq, bool withDecoder)
    {
        manifest.Require($"{VqName}.quantize.embedding.weight", vq.NumEmbeddings, vq.EmbedDim);
        manifest.Ignore($"{VqName}.loss.");
        new VqManifest(manifest, required: true).Convolution($"{VqName}.quant_conv", vq.LatentChannels, vq.EmbedDim, 1);
        new VqManifest(manifest, required: true).Encoder($"{VqName}.encoder", vq);
        new VqManifest(manifest, withDecoder).Convolution($"{VqName}.post_quant_conv", vq.EmbedDim, vq.LatentChannels, 1);
        if (withDecoder)
        {
            new VqManifest(manifest, required: true).Decoder($"{VqName}.decoder", vq);
        }
    }
}
