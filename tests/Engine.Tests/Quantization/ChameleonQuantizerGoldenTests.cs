using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class ChameleonQuantizerGoldenTests
{
    public static TheoryData<string, string> Checkpoints => new()
    {
        { "nf4-nested", "bnb-nf4" },
        { "fp4", "bnb-fp4" },
        { "int8", "bnb-int8" },
        { "quanto-int8", "quanto-int8" },
    };

    public static TheoryData<string, string> Logits => new()
    {
        { "quanto-int4", "text_a" },
        { "quanto-int4", "text_b" },
        { "quanto-int4", "picture" },
        { "quanto-int2", "text_a" },
        { "quanto-float8", "text_a" },
    };

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_quantised_checkpoint_is_the_reference_s_to_the_last_byte(string target, string expected)
    {
        using var folder = new TemporaryFolder();
        var written = Quantize(folder, target);
        var reference = QuantizedModel.Folder(expected);
        Assert.Equal(
            Directory.EnumerateFiles(reference).Select(Path.GetFileName).Order(), Directory.EnumerateFiles(written).Select(Path.GetFileName).Order());
        foreach (var file in Directory.EnumerateFiles(reference))
        {
            var (wanted, got) = (File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(written, Path.GetFileName(file))));
            Assert.True(wanted.AsSpan().SequenceEqual(got), $"{Path.GetFileName(file)}: byte {wanted.AsSpan().CommonPrefixLength(got)} of {wanted.Length} ({got.Length}) differs.");
        }
    }

    [Theory]
    [MemberData(nameof(Logits))]
    public void Types_that_have_no_golden_checkpoint_give_the_reference_s_logits(string target, string prompt)
    {
        using var folder = new TemporaryFolder();
        using var model = QuantizedModel.Open(Quantize(folder, target));
        Assert.InRange(model.LogitError(target, prompt), 0, 1e-4f);
        if (QuantizedModel.Facts(target, prompt).TryGetProperty("greedy_ids", out _))
        {
            var (expected, actual) = model.Greedily(target, prompt);
            Assert.Equal(expected, actual);
        }
    }

    private static string Quantize(TemporaryFolder folder, string target)
    {
        var written = folder.File("quantised");
        ChameleonQuantizer.Quantize(QuantizedModel.Folder("plain"), written, QuantizationTarget.Parse(target));
        return written;
    }
}
