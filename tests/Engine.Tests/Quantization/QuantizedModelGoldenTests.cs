using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class QuantizedModelGoldenTests
{
    private const float Tolerance = 1e-4f;

    private static readonly string[] Prompts = ["text_a", "text_b", "picture"];

    public static TheoryData<string, string> Exact => Cross("plain", "bnb-nf4", "bnb-fp4", "quanto-int8");

    public static TheoryData<string, string> Every => Cross("plain", "bnb-nf4", "bnb-fp4", "bnb-int8", "quanto-int8");

    [Theory]
    [MemberData(nameof(Exact))]
    public void Logits_are_the_reference_s(string model, string prompt)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model));
        Assert.InRange(loaded.LogitError(model, prompt), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Greedy_continuations_are_the_reference_s(string model, string prompt)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model));
        var (expected, actual) = loaded.Greedily(model, prompt);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("text_a")]
    [InlineData("text_b")]
    [InlineData("picture")]
    public void Restored_int8_weights_stray_from_the_reference_s_int8_products_by_its_own_noise_and_no_more(string prompt)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder("bnb-int8"));
        var noise = QuantizedModel.Facts("bnb-int8", prompt).GetProperty("noise_max_abs").GetProperty("embeddings_off_by_1e-6_relative_8_tries").GetSingle();
        Assert.InRange(loaded.LogitError("bnb-int8", prompt), 0, 1.5f * noise);
    }

    [Theory]
    [InlineData("bnb-nf4")]
    [InlineData("bnb-fp4")]
    [InlineData("quanto-int8")]
    public void Plain_loops_give_the_reference_s_logits_too(string model)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model), "reference");
        Assert.InRange(loaded.LogitError(model, "text_a"), 0, Tolerance);
    }

    [Theory]
    [InlineData("bnb-nf4", "nf4, nested")]
    [InlineData("bnb-fp4", "fp4")]
    [InlineData("bnb-int8", "int8")]
    [InlineData("quanto-int8", "qint8")]
    [InlineData("plain", null)]
    public void What_was_quantised_is_told(string model, string? format)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model));
        using var plain = QuantizedModel.Open(QuantizedModel.Folder("plain"));
        Assert.Equal(format, loaded.Network.Quantization);
        Assert.Equal(plain.Network.Parameters, loaded.Network.Parameters);
    }

    /// <summary>The measure is the golden logits' standard deviation, 3.4; what was seen is in docs/quantisation.md.</summary>
    [Theory]
    [InlineData("bnb-nf4", 0.4f)]
    [InlineData("bnb-fp4", 0.35f)]
    [InlineData("quanto-int8", 0.3f)]
    [InlineData("bnb-int8", 0.45f)]
    public void Int8_activations_stray_little_from_the_reference_s_logits(string model, float allowed)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model), "cpu-int8");
        foreach (var prompt in Prompts)
        {
            Assert.InRange(loaded.LogitError(model, prompt), 1e-4f, allowed);
        }
    }

    /// <summary>What was seen is in docs/quantisation.md.</summary>
    [Theory]
    [InlineData("bnb-nf4", 0.006f)]
    [InlineData("bnb-fp4", 0.006f)]
    [InlineData("quanto-int8", 0.0015f)]
    [InlineData("bnb-int8", 0.3f)]
    public void Int16_activations_stray_less_than_any_reference_s_own_rounding(string model, float allowed)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder(model), "cpu-int16");
        foreach (var prompt in Prompts)
        {
            Assert.InRange(loaded.LogitError(model, prompt), 1e-5f, allowed);
        }
    }

    /// <summary>What was seen is in docs/quantisation.md.</summary>
    [Theory]
    [InlineData(KvElement.Float16, 4e-3f)]
    [InlineData(KvElement.BFloat16, 4e-2f)]
    [InlineData(KvElement.Int8, 0.1f)]
    public void A_smaller_cache_strays_little_from_the_reference_s_logits(KvElement cache, float allowed)
    {
        using var loaded = QuantizedModel.Open(QuantizedModel.Folder("plain"), options: new ModelLoadOptions { KvCache = cache });
        foreach (var prompt in Prompts)
        {
            Assert.InRange(loaded.LogitError("plain", prompt), 1e-5f, allowed);
        }
    }

    private static TheoryData<string, string> Cross(params string[] models)
    {
        var data = new TheoryData<string, string>();
        foreach (var model in models)
        {
            foreach (var prompt in Prompts)
            {
                data.Add(model, prompt);
            }
        }

        return data;
    }
}
