using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonConfigTests
{
    [Fact]
    public void The_published_form_is_read_in_full()
    {
        var config = ChameleonConfig.Read(Golden.Path("chameleon", "swin-gqa", "config.json"));
        Assert.Equal((328, 96, 144, 3), (config.VocabularySize, config.HiddenSize, config.IntermediateSize, config.Layers));
        Assert.Equal((6, 2, 16), (config.Heads, config.KvHeads, config.HeadDim));
        Assert.Equal((512, 1e-5f, Activation.Silu), (config.MaxPositionEmbeddings, config.RmsNormEpsilon, config.Activation));
        Assert.Equal((true, false, false, false, 2), (config.SwinNorm, config.AttentionBias, config.MlpBias, config.TieWordEmbeddings, config.ModelParallelSize));
        Assert.Equal(new RopeConfig(10_000), config.Rope);
        Assert.False(config.ImageGeneration);
        Assert.Equal(64, config.Vocabulary.Pictures.Ids.Length);
    }

    [Fact]
    public void The_newer_form_says_the_same()
    {
        var published = Parse(_ => { });
        var newer = Parse(json =>
        {
            json.Remove("rope_theta");
            json.Remove("rope_scaling");
            json.Remove("torch_dtype");
            json["dtype"] = "bfloat16";
            json["rope_parameters"] = new JsonObject { ["rope_type"] = "linear", ["rope_theta"] = 500_000.0, ["factor"] = 2 };
        });
        Assert.Equal(new RopeConfig(500_000, RopeScaling.Linear, 2), newer.Rope);
        Assert.Equal(published.HiddenSize, newer.HiddenSize);
    }

    [Theory]
    [InlineData("""{"type":"dynamic","factor":3.0}""", RopeScaling.Dynamic, 3)]
    [InlineData("""{"rope_type":"linear","factor":2.5}""", RopeScaling.Linear, 2.5)]
    [InlineData("""{"rope_type":"default"}""", RopeScaling.None, 1)]
    public void Rope_scaling_is_read_in_both_spellings(string scaling, RopeScaling kind, double factor)
    {
        var config = Parse(json => json["rope_scaling"] = JsonNode.Parse(scaling));
        Assert.Equal(new RopeConfig(10_000, kind, factor), config.Rope);
    }

    [Fact]
    public void Taming_s_spelling_of_the_picture_tokenizer_is_read_too()
    {
        var config = Parse(json => json["vq_config"] = JsonNode.Parse(
            """{"embed_dim":16,"n_embed":4,"double_z":false,"z_channels":24,"resolution":64,"in_channels":3,"out_ch":3,"ch":32,"ch_mult":[1,2],"num_res_blocks":1,"attn_resolutions":[32],"dropout":0.0}"""));
        Assert.Equal((16, 4, 24, 64, 32, 1), (config.Vq.EmbedDim, config.Vq.NumEmbeddings, config.Vq.LatentChannels, config.Vq.Resolution, config.Vq.BaseChannels, config.Vq.NumResBlocks));
        Assert.Equal([1, 2], config.Vq.ChannelMultiplier);
        Assert.True(config.Vq.HasAttention(1));
        Assert.False(config.Vq.HasAttention(0));
    }

    [Fact]
    public void Missing_fields_have_the_published_defaults()
    {
        var config = Parse(json =>
        {
            foreach (var name in (string[])["num_key_value_heads", "max_position_embeddings", "rms_norm_eps", "rope_theta", "hidden_act", "architectures", "torch_dtype"])
            {
                json.Remove(name);
            }
        });
        Assert.Equal((4, 4096, 1e-5f, Activation.Silu, 10_000.0), (config.KvHeads, config.MaxPositionEmbeddings, config.RmsNormEpsilon, config.Activation, config.Rope.Theta));
    }

    [Fact]
    public void Ids_of_beginning_and_end_in_the_config_are_not_believed()
    {
        var config = Parse(json => (json["bos_token_id"], json["boi_token_id"], json["eoi_token_id"]) = (1, 8710, 8720));
        Assert.Equal((14, 13), (config.Vocabulary.Pictures.BeginOfImage, config.Vocabulary.Pictures.EndOfImage));
    }

    [Theory]
    [InlineData("model_type", "\"llama\"", "supported: \"chameleon\"")]
    [InlineData("architectures", "[\"LlamaForCausalLM\"]", "ChameleonForConditionalGeneration")]
    [InlineData("quantization_config", "{\"quant_method\":\"gptq\"}", "supported: \"bitsandbytes\", \"quanto\"")]
    [InlineData("quantization_config", "{}", "supported: \"bitsandbytes\", \"quanto\"")]
    [InlineData("quantization_config", "{\"quant_method\":\"bitsandbytes\"}", "exactly one")]
    [InlineData("quantization_config", "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true,\"load_in_8bit\":true}", "exactly one")]
    [InlineData("quantization_config", "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true,\"bnb_4bit_quant_type\":\"nf3\"}", "\"nf4\", \"fp4\"")]
    [InlineData("quantization_config", "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true,\"bnb_4bit_quant_storage\":\"bfloat16\"}", "uint8")]
    [InlineData("torch_dtype", "\"float8\"", "bfloat16")]
    [InlineData("dtype", "\"int8\"", "bfloat16")]
    [InlineData("hidden_size", "null", "missing")]
    [InlineData("hidden_size", "-64", "-64")]
    [InlineData("hidden_size", "1e30", "whole number")]
    [InlineData("hidden_size", "64.5", "whole number")]
    [InlineData("hidden_size", "\"64\"", "whole number")]
    [InlineData("hidden_size", "65", "which does not divide hidden_size 65")]
    [InlineData("vocab_size", "0", "from 1")]
    [InlineData("num_hidden_layers", "1000000", "4096")]
    [InlineData("num_key_value_heads", "3", "does not divide")]
    [InlineData("num_key_value_heads", "8", "from 1 to 4")]
    [InlineData("head_dim", "15", "even")]
    [InlineData("hidden_act", "\"mish\"", "silu, swish, gelu")]
    [InlineData("rms_norm_eps", "-1", "at least 0")]
    [InlineData("rope_theta", "0", "at least 1")]
    [InlineData("rope_scaling", "{\"type\":\"yarn\",\"factor\":2}", "default, linear, dynamic")]
    [InlineData("rope_scaling", "{\"type\":\"linear\"}", "missing")]
    [InlineData("rope_scaling", "{\"type\":\"linear\",\"factor\":0.5}", "at least 1")]
    [InlineData("rope_parameters", "{\"rope_type\":\"llama3\",\"factor\":8}", "default, linear, dynamic")]
    [InlineData("rope_parameters", "{\"rope_type\":\"default\",\"partial_rotary_factor\":0.5}", "only 1")]
    [InlineData("attention_bias", "1", "true or false")]
    [InlineData("attention_dropout", "2", "from 0 to 1")]
    [InlineData("swin_norm", "\"yes\"", "true or false")]
    [InlineData("image_generation", "\"yes\"", "true or false")]
    [InlineData("vocabulary_map", "null", "missing")]
    [InlineData("vq_config", "[]", "expected an object")]
    [InlineData("vq_config.double_latent", "true", "only false")]
    [InlineData("vq_config.double_z", "true", "only false")]
    [InlineData("vq_config.in_channels", "1", "only 3")]
    [InlineData("vq_config.out_ch", "4", "only 3")]
    [InlineData("vq_config.attn_type", "\"linear\"", "vanilla")]
    [InlineData("vq_config.resamp_with_conv", "false", "only true")]
    [InlineData("vq_config.remap", "\"used.npy\"", "only null")]
    [InlineData("vq_config.dropout", "1.5", "from 0 to 1")]
    [InlineData("vq_config.base_channels", "48", "32 groups")]
    [InlineData("vq_config.channel_multiplier", "[]", "0 levels")]
    [InlineData("vq_config.channel_multiplier", "[1,0]", "from 1")]
    [InlineData("vq_config.resolution", "15", "halvings")]
    [InlineData("vq_config.attn_resolutions", "16", "list of whole numbers")]
    [InlineData("vq_config.num_embeddings", "5", "code 4 has no id")]
    [InlineData("vq_config.num_embeddings", "3", "spells the code 3")]
    [InlineData("vocabulary_map.IMGIMGAZ", "16", "from 0 to 15")]
    [InlineData("vocabulary_map.IMGIMGAZ", "6", "both have the id 6")]
    [InlineData("vocabulary_map.IMGIMGIBJCZ", "9", "spells the code 8192")]
    [InlineData("vocabulary_map.IMGIMGBAAAAAAAAAAAAAAAAAAAAZ", "9", "spells the code")]
    [InlineData("vocabulary_map.<racm3:break>", "null", "missing")]
    [InlineData("vocabulary_map.<image>", "99", "from 0 to 15")]
    public void What_is_wrong_or_not_supported_is_refused_by_name(string field, string value, string expected)
    {
        var error = Assert.Throws<ModelConfigException>(() => Parse(json => Set(json, field, value)));
        Assert.StartsWith("config.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"model_type\":\"chameleon\",\"model_type\":\"chameleon\"}")]
    [InlineData("\0")]
    public void A_file_that_is_no_config_is_refused(string text) =>
        Assert.Throws<ModelConfigException>(() => ChameleonConfig.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        Assert.Throws<ModelConfigException>(() => ChameleonConfig.Parse(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("IMGIMGAZ", 0)]
    [InlineData("IMGIMGBAZ", 10)]
    [InlineData("IMGIMGIBJBZ", 8191)]
    [InlineData("IMGIMGAAZ", -1)]
    [InlineData("IMGIMGZ", -1)]
    [InlineData("IMGIMGKZ", -1)]
    [InlineData("IMGIMGA", -1)]
    [InlineData("IMGIMG", -1)]
    [InlineData("<image>", -1)]
    public void Names_of_picture_tokens_spell_their_code(string name, int code) => Assert.Equal(code, ChameleonVocabulary.ParseCode(name));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(8191)]
    public void A_code_s_name_spells_it(int code) => Assert.Equal(code, ChameleonVocabulary.ParseCode(ChameleonVocabulary.NameOf(code)));

    [Fact]
    public void A_published_vocabulary_has_code_plus_4()
    {
        var config = ChameleonConfig.Read(Golden.Path("chameleon", "bf16-sharded", "config.json"));
        Assert.Equal(Enumerable.Range(4, 64), config.Vocabulary.Pictures.Ids.ToArray());
    }

    /// <summary>A config of four codes with another picture tokenizer put in.</summary>
    internal static ChameleonConfig MinimalConfig(VqGanConfig vq) => Parse(_ => { }) with { Vq = vq };

    private static ChameleonConfig Parse(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(
            """
            {
              "architectures": ["ChameleonForConditionalGeneration"], "model_type": "chameleon", "torch_dtype": "float32",
              "vocab_size": 16, "hidden_size": 64, "intermediate_size": 112, "num_hidden_layers": 2, "num_attention_heads": 4,
              "num_key_value_heads": 4, "max_position_embeddings": 512, "rms_norm_eps": 1e-5, "hidden_act": "silu",
              "rope_theta": 10000.0, "rope_scaling": null, "attention_bias": false, "attention_dropout": 0.0,
              "vq_config": {"embed_dim": 32, "num_embeddings": 4, "latent_channels": 32, "resolution": 16, "base_channels": 32, "channel_multiplier": [1, 1], "num_res_blocks": 1},
              "vocabulary_map": {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "IMGIMGAZ": 5, "IMGIMGBZ": 4, "IMGIMGCZ": 6, "IMGIMGDZ": 7, "<eoss>": 13, "<racm3:break>": 14, "<reserved08706>": 12, "<image>": 15}
            }
            """)!.AsObject();
        change(json);
        return ChameleonConfig.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static void Set(JsonObject json, string field, string value)
    {
        var path = field.Split('.');
        for (var i = 0; i < path.Length - 1; i++)
        {
            json = json[path[i]]!.AsObject();
        }

        json[path[^1]] = JsonNode.Parse(value);
    }
}
