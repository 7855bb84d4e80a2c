using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Weights of one decoder layer, under the checkpoint's names.</summary>
internal sealed class ChameleonLayer
{
    public ChameleonLayer(WeightLoader load, ChameleonConfig config, int index)
    {
        var layer = $"model.layers.{index}";
        InputNorm = load.Floats($"{layer}.input_layernorm.weight");
        PostAttentionNorm = load.Floats($"{layer}.post_attention_layernorm.weight");
        Query = load.Linear($"{layer}.self_attn.q_proj", config.AttentionBias);
        Key = load.Linear($"{layer}.self_attn.k_proj", config.AttentionBias);
        Value = load.Linear($"{layer}.self_attn.v_proj", config.AttentionBias);
        Output = load.Linear($"{layer}.self_attn.o_proj", config.AttentionBias);
        QueryNormWeight = load.HeadRows($"{layer}.self_attn.q_norm.weight", config.Heads);
        QueryNormBias = load.HeadRows($"{layer}.self_attn.q_norm.bias", config.Heads);
        KeyNormWeight = load.HeadRows($"{layer}.self_attn.k_norm.weight", config.KvHeads);
        KeyNormBias = load.HeadRows($"{layer}.self_attn.k_norm.bias", config.KvHeads);
        Gate = load.Linear($"{layer}.mlp.gate_proj", config.MlpBias);
        Up = load.Linear($"{layer}.mlp.up_proj", config.MlpBias);
        Down = load.Linear($"{layer}.mlp.down_proj", config.MlpBias);
    }

    public Tensor InputNorm { get; } // [hidden]

    public Tensor PostAttentionNorm { get; } // [hidden]

    public LinearWeight Query { get; } // [heads · headDim, hidden]

    public LinearWeight Key { get; } // [kvHeads · headDim, hidden]

    public LinearWeight Value { get; } // [kvHeads · headDim, hidden]

    public LinearWeight Output { get; } // [hidden, heads · headDim]

    public Tensor QueryNormWeight { get; } // [heads, headDim]

    public Tensor QueryNormBias { get; } // [heads, headDim]

    public Tensor KeyNormWeight { get; } // [kvHeads, headDim]

    public Tensor KeyNormBias { get; } // [kvHeads, headDim]

    public LinearWeight Gate { get; } // [intermediate, hidden]

    public LinearWeight Up { get; } // [intermediate, hidden]

    public LinearWeight Down { get; } // [hidden, intermediate]
}
