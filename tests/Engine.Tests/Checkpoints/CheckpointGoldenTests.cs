using System.Text.Json;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Checkpoints;

public class CheckpointGoldenTests
{
    public static TheoryData<string> Variants => new(VariantNames(_ => true));

    public static TheoryData<string> VariantsWithHiddenStates => new(
        VariantNames(variant => variant.GetProperty("tensors").TryGetProperty("hidden_0", out _)));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_published_layout_is_read_in_full(string variant)
    {
        using var checkpoint = Checkpoint.Open(Golden.Path("chameleon", variant));
        using var config = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("chameleon", variant, "config.json")));

        var embedding = checkpoint.Tensors["model.embed_tokens.weight"];
        Assert.Equal(config.RootElement.GetProperty("vocab_size").GetInt32(), embedding.Shape[0]);
        Assert.Equal(config.RootElement.GetProperty("hidden_size").GetInt32(), embedding.Shape[1]);
        Assert.All(checkpoint.Tensors.Values, tensor => Assert.True(Array.TrueForAll(tensor.ToFloats(), float.IsFinite)));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_expected_tensor_has_the_shape_that_the_index_says(string variant)
    {
        using var expected = OpenCase(variant);
        var tensors = Index().Single(entry => entry.GetProperty("variant").GetString() == variant).GetProperty("tensors");
        foreach (var tensor in tensors.EnumerateObject())
        {
            Assert.Equal(tensor.Value.EnumerateArray().Select(size => size.GetInt32()), expected.Tensors[tensor.Name].Shape);
        }
    }

    [Theory]
    [MemberData(nameof(VariantsWithHiddenStates))]
    public void The_embedding_of_a_prompt_is_the_reference_s_first_hidden_state(string variant)
    {
        using var checkpoint = Checkpoint.Open(Golden.Path("chameleon", variant));
        using var expected = OpenCase(variant);

        var ids = expected.Tensors["input_ids_filled"].ToFloats();
        var hidden = expected.Tensors["hidden_0"];
        var embedding = checkpoint.Tensors["model.embed_tokens.weight"];
        var width = embedding.Shape[1];
        var row = new float[width];
        var last = new float[width];
        // Row 0 of the batch may be padded on the left; its last position is the prompt's last id.
        embedding.ReadFloats((long)ids[^1] * width, row);
        hidden.ReadFloats((hidden.Shape[^2] - 1) * width, last);
        Assert.Equal(last, row);
    }

    [Fact]
    public void The_demo_model_is_bfloat16()
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny"));
        Assert.All(checkpoint.Tensors.Values, tensor => Assert.Equal(DType.BF16, tensor.DType));
    }

    private static IEnumerable<string> VariantNames(Func<JsonElement, bool> predicate) =>
        Index().Where(predicate).Select(variant => variant.GetProperty("variant").GetString()!);

    private static JsonElement.ArrayEnumerator Index() => Golden.Index("chameleon").GetProperty("variants").EnumerateArray();

    private static SafetensorsFile OpenCase(string variant) =>
        SafetensorsFile.Open(Golden.Path("chameleon", variant, "case.safetensors"));
}
