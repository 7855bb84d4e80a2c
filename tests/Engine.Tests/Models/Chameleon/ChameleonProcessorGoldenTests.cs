using System.IO.Compression;
using System.Text.Json;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tests.Checkpoints;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonProcessorGoldenTests
{
    private const int PublishedSequenceLength = 1024;

    private static readonly Lazy<BpeTokenizer> Tokenizer = new(LoadTokenizer);
    private static readonly JsonElement[] Cases = ReadCases();

    public static TheoryData<string> Names => [.. Cases.Select(item => item.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompts_become_the_reference_s_ids(string name)
    {
        var golden = Cases.Single(item => item.GetProperty("id").GetString() == name);
        var expected = golden.TryGetProperty("result", out var result) ? result : golden.GetProperty("hf523");
        if (expected.GetProperty("status").GetString() != "ok")
        {
            Assert.Throws<ArgumentException>(() => Process(golden));
            return;
        }

        var actual = Process(golden);
        Assert.Equal(Rows(expected.GetProperty("input_ids")), actual.InputIds);
        Assert.Equal(Rows(expected.GetProperty("attention_mask")), actual.AttentionMask);
        if (expected.TryGetProperty("mm_token_type_ids", out var types))
        {
            Assert.Equal(Rows(types), actual.TokenTypeIds);
        }
    }

    private static ChameleonProcessorResult Process(JsonElement golden)
    {
        var text = golden.GetProperty("text");
        string[] texts = text.ValueKind == JsonValueKind.String ? [text.GetString()!] : [.. text.EnumerateArray().Select(item => item.GetString()!)];
        var sequenceLength = golden.TryGetProperty("image_seq_length", out var length) ? length.GetInt32() : PublishedSequenceLength;
        var tokens = ChameleonTokens.Read(Tokenizer.Value, ConfigObject.Parse("{}"u8.ToArray(), "none"));
        return new ChameleonProcessor(Tokenizer.Value, tokens, sequenceLength).Process(texts, golden.GetProperty("images").GetInt32(), Options(golden));
    }

    private static ChameleonProcessorOptions Options(JsonElement golden)
    {
        var options = new ChameleonProcessorOptions { ForCompletion = golden.TryGetProperty("completion", out var completion) && completion.GetBoolean() };
        if (!golden.TryGetProperty("kwargs", out var arguments))
        {
            return options;
        }

        foreach (var argument in arguments.EnumerateObject())
        {
            options = argument.Name switch
            {
                "padding" => options with { Padding = argument.Value.ValueKind == JsonValueKind.True ? ChameleonPadding.Longest : ChameleonPadding.MaxLength },
                "padding_side" => options with { PadRight = argument.Value.GetString() == "right" },
                "pad_to_multiple_of" => options with { PadToMultipleOf = argument.Value.GetInt32() },
                "max_length" => options with { MaxLength = argument.Value.GetInt32() },
                "truncation" => options with { Truncate = argument.Value.GetBoolean() },
                "return_mm_token_type_ids" => options,
                _ => throw new InvalidDataException($"The test does not know the argument {argument.Name}."),
            };
        }

        return options;
    }

    /// <summary>Rows of [[values…], times] runs, flattened.</summary>
    private static int[][] Rows(JsonElement rows) =>
    [
        .. rows.EnumerateArray().Select(row => row.EnumerateArray().SelectMany(run => Enumerable.Repeat(
            run[0].EnumerateArray().Select(value => value.GetInt32()).ToArray(), run[1].GetInt32()).SelectMany(values => values)).ToArray()),
    ];

    private static JsonElement[] ReadCases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "processor.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static BpeTokenizer LoadTokenizer()
    {
        using var folder = new TemporaryFolder();
        using (var packed = new GZipStream(File.OpenRead(Golden.Path("tokenizer", "chameleon-tokenizer.json.gz")), CompressionMode.Decompress))
        using (var file = File.Create(folder.File("tokenizer.json")))
        {
            packed.CopyTo(file);
        }

        return BpeTokenizer.Load(folder.File("tokenizer.json"));
    }
}
