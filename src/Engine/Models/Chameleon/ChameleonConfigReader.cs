using Chameleon.Engine.Compute;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Reads <see cref="ChameleonConfig"/> field by field and refuses by name what is not supported.</summary>
internal static class ChameleonConfigReader
{
    public static ChameleonConfig Read(ConfigObject config)
    {
        CheckKind(config);
        var architecture = ReadArchitecture(config);
        var hiddenSize = config.Int("hidden_size", 1, 1 << 17);
        var heads = config.Int("num_attention_heads", 1, 1 << 12);
        var vocabularySize = config.Int("vocab_size", 1, 1 << 24);
        var vq = VqGanConfig.Read(config.Object("vq_config"));
        return new ChameleonConfig
        {
            Architecture = architecture,
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            IntermediateSize = config.Int("intermediate_size", 1, 1 << 20),
            Layers = config.Int("num_hidden_layers", 1, 1 << 12),
            Heads = heads,
            KvHeads = ReadKvHeads(config, heads),
            HeadDim = ReadHeadDim(config, hiddenSize, heads),
            MaxPositionEmbeddings = config.Int("max_position_embeddings", 1, 1 << 20, fallback: 4096),
            RmsNormEpsilon = (float)config.Number("rms_norm_eps", least: 0, fallback: 1e-5),
            Activation = ReadActivation(config),
            Rope = RopeConfig.Read(config),
            AttentionBias = config.Bool("attention_bias", fallback: false),
            MlpBias = config.Bool("mlp_bias", fallback: false),
            SwinNorm = config.Bool("swin_norm", fallback: false),
            TieWordEmbeddings = config.Bool("tie_word_embeddings", fallback: false),
            ModelParallelSize = config.Int("model_parallel_size", 1, 1 << 12, fallback: 1),
            ImageGeneration = config.Bool("image_generation", fallback: false),
            Quantization = QuantizationConfigReader.Read(config.Object("quantization_config")),
            Vq = vq,
            Vocabulary = ChameleonVocabulary.Read(
                config.Object("vocabulary_map") ?? throw config.Refuse("vocabulary_map", "is missing; it tells which ids are picture codes."),
                vocabularySize,
                vq.NumEmbeddings),
        };
    }

    private static void CheckKind(ConfigObject config)
    {
        if (config.Text("model_type") is var kind and not "chameleon")
        {
            throw config.Refuse("model_type", $"is {(kind is null ? "missing" : $"\"{kind}\"")}; supported: \"chameleon\".");
        }

        foreach (var name in (string[])["torch_dtype", "dtype"])
        {
            if (config.Text(name) is not (null or "float32" or "float16" or "bfloat16" or "auto"))
            {
                throw config.Refuse(name, $"is {config.Describe(name)}; supported: float32, float16, bfloat16.");
            }
        }

        if (config.Number("attention_dropout", least: 0, fallback: 0) > 1)
        {
            throw config.Refuse("attention_dropout", $"is {config.Describe("attention_dropout")}, expected a number from 0 to 1.");
        }
    }

    private static string ReadArchitecture(ConfigObject config)
    {
        string[] known = ["ChameleonForConditionalGeneration", "ChameleonForCausalLM"];
        return config.Texts("architectures").FirstOrDefault() switch
        {
            null => known[0],
            var name when known.Contains(name) => name,
            _ => throw config.Refuse("architectures", $"is {config.Describe("architectures")}; supported: {string.Join(", ", known)}."),
        };
    }

    private static int ReadKvHeads(ConfigObject config, int heads)
    {
        var kvHeads = config.Int("num_key_value_heads", 1, heads, fallback: heads);
        return heads % kvHeads == 0
            ? kvHeads
            : throw config.Refuse("num_key_value_heads", $"is {kvHeads}, which does not divide num_attention_heads {heads}.");
    }

    private static int ReadHeadDim(ConfigObject config, int hiddenSize, int heads)
    {
        if (!config.Has("head_dim") && hiddenSize % heads != 0)
        {
            throw config.Refuse("num_attention_heads", $"is {heads}, which does not divide hidden_size {hiddenSize}, and there is no head_dim.");
        }

        var headDim = config.Int("head_dim", 2, 1 << 12, fallback: hiddenSize / heads);
        return headDim % 2 == 0
            ? headDim
            : throw config.Refuse("head_dim", $"is {headDim}; rotary positions turn pairs, so it must be even.");
    }

    private static Activation ReadActivation(ConfigObject config) => config.Text("hidden_act") switch
    {
        null or "silu" or "swish" => Activation.Silu,
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        var other => throw config.Refuse("hidden_act", $"is \"{other}\"; supported: silu, swish, gelu, gelu_new, gelu_pytorch_tanh, relu."),
    };
}
