using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Sampling;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests.Generation.Processors;

/// <summary>Every case of <c>golden/sampling</c>: the same −∞, the same values within 1e-5.</summary>
public sealed class SamplingGoldenTests
{
    private const float Tolerance = 1e-5f;
    private static readonly TensorFile Tensors = new(Golden.Path("sampling", "sampling.safetensors"));
    private static readonly int Vocabulary = Golden.Index("sampling").GetProperty("vocabulary").GetInt32();

    public static TheoryData<string> Cases => [.. Golden.Index("sampling").GetProperty("cases")
        .EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_the_reference(string name)
    {
        var entry = Golden.Index("sampling").GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == name);
        var settings = entry.GetProperty("settings");
        var expected = Tensors.Floats($"out.{name}");
        for (var row = 0; row < expected.Length / Vocabulary; row++)
        {
            var processor = entry.GetProperty("processor").GetString()!;
            var actual = Run(processor, settings, row);
            var wanted = expected.AsSpan(row * Vocabulary, Vocabulary).ToArray();
            if (processor.Contains("top-p", StringComparison.OrdinalIgnoreCase) || processor == "TopPLogitsWarper")
            {
                SortEquals(Row("logits", row), wanted);
                SortEquals(Row("logits", row), actual);
            }

            AssertSame(wanted, actual, $"{name}, row {row}");
        }
    }

    [Fact]
    public void The_chain_gives_the_reference_probabilities()
    {
        var expected = Tensors.Floats("out.chain-probabilities");
        var logits = Tensors.Floats("out.chain");
        var actual = new float[Vocabulary];
        for (var row = 0; row < expected.Length / Vocabulary; row++)
        {
            LogitsMath.Softmax(logits.AsSpan(row * Vocabulary, Vocabulary), actual);
            AssertSame(expected.AsSpan(row * Vocabulary, Vocabulary), actual, $"row {row}");
        }
    }

    private static float[] Run(string processor, JsonElement settings, int row)
    {
        switch (processor)
        {
            case "two-way guidance":
                var full = Row("guidance.full", row);
                Guidance.TwoWay(full, Row("guidance.none", row), settings.GetProperty("scale").GetSingle());
                return full;
            case "three-way guidance":
                full = Row("guidance.full", row);
                Guidance.ThreeWay(
                    full,
                    Row("guidance.image", row),
                    Row("guidance.none", row),
                    settings.GetProperty("scale_text").GetSingle(),
                    settings.GetProperty("scale_image").GetSingle());
                return full;
            case "top-p on probabilities":
                var probabilities = new float[Vocabulary];
                LogitsMath.Softmax(Row("logits", row), probabilities);
                Nucleus.Keep(probabilities, settings.GetProperty("top_p").GetSingle());
                return probabilities;
            default:
                return RunProcessors(processor, settings, row);
        }
    }

    private static float[] RunProcessors(string processor, JsonElement settings, int row)
    {
        var logits = Row("logits", row);
        if (processor == "InfNanRemoveLogitsProcessor")
        {
            Poison(logits, Row("out.infinities", row));
        }

        var tokens = Tokens(row);
        var promptLength = settings.TryGetProperty("prompt_length", out var length) ? length.GetInt32() : 0;
        foreach (var step in Create(processor, settings, new LogitsWorkspace(Vocabulary)))
        {
            step.Process(tokens, promptLength, logits);
        }

        return logits;
    }

    private static ILogitsProcessor[] Create(string processor, JsonElement settings, LogitsWorkspace workspace)
    {
        float Single(string name) => settings.GetProperty(name).GetSingle();
        int Int32(string name) => settings.GetProperty(name).GetInt32();
        return processor switch
        {
            "TemperatureLogitsWarper" => [new Temperature(Single("temperature"))],
            "TopKLogitsWarper" => [new TopK(Int32("top_k"), workspace)],
            "TopPLogitsWarper" => [new TopP(Single("top_p"), workspace)],
            "MinPLogitsWarper" => [new MinP(Single("min_p"), workspace)],
            "TypicalLogitsWarper" => [new TypicalP(Single("typical_p"), workspace)],
            "EpsilonLogitsWarper" => [new EpsilonCutoff(Single("epsilon_cutoff"), workspace)],
            "EtaLogitsWarper" => [new EtaCutoff(Single("eta_cutoff"), workspace)],
            "RepetitionPenaltyLogitsProcessor" => [new RepetitionPenalty(Single("repetition_penalty"), workspace)],
            "NoRepeatNGramLogitsProcessor" => [new NoRepeatNgram(Int32("no_repeat_ngram_size"))],
            "NoBadWordsLogitsProcessor" => [new BadWords(
                settings.GetProperty("bad_words_ids").Deserialize<int[][]>()!, Int32("eos_token_id"))],
            "SequenceBiasLogitsProcessor" => [new SequenceBias(settings.GetProperty("sequence_bias").EnumerateArray()
                .Select(pair => KeyValuePair.Create(pair[0].Deserialize<int[]>()!, pair[1].GetSingle())))],
            "MinLengthLogitsProcessor" => [new MinLength(Int32("min_length"), Int32("eos_token_id"))],
            "MinNewTokensLengthLogitsProcessor" => [new MinNewTokens(Int32("min_new_tokens"), Int32("eos_token_id"))],
            "SuppressTokensLogitsProcessor" => [new SuppressTokens(
                settings.GetProperty("suppress_tokens").Deserialize<int[]>()!)],
            "ForcedEOSTokenLogitsProcessor" => [new ForcedEnd(Int32("max_length"), Int32("eos_token_id"))],
            "ExponentialDecayLengthPenalty" => [new ExponentialDecay(
                settings.GetProperty("exponential_decay_length_penalty")[0].GetInt32(),
                settings.GetProperty("exponential_decay_length_penalty")[1].GetSingle(),
                Int32("eos_token_id"))],
            "LogitNormalization" => [new Renormalise()],
            "InfNanRemoveLogitsProcessor" => [new RemoveNonFinite()],
            "list" => ProcessorChain.Create(
                new SamplingOptions
                {
                    RepetitionPenalty = Single("repetition_penalty"),
                    Temperature = Single("temperature"),
                    TopK = Int32("top_k"),
                    TopP = Single("top_p"),
                },
                workspace,
                ends: []),
            _ => throw new NotSupportedException($"golden/sampling has a processor '{processor}' that no test knows."),
        };
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var same = float.IsInfinity(expected[i]) || float.IsInfinity(actual[i])
                ? expected[i] == actual[i]
                : MathF.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, MathF.Abs(expected[i]));
            Assert.True(same, $"{what}, token {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }

    /// <summary>
    /// Which of equally likely tokens survive a border inside their group is left open by the reference (its sort is
    /// not stable): how many do is not. Orders the outputs inside each group of equal inputs.
    /// </summary>
    private static void SortEquals(float[] inputs, float[] outputs)
    {
        foreach (var group in Enumerable.Range(0, inputs.Length).GroupBy(i => inputs[i]).Where(g => g.Count() > 1))
        {
            var sorted = group.Select(i => outputs[i]).OrderDescending().ToArray();
            foreach (var (position, i) in group.Index())
            {
                outputs[i] = sorted[position];
            }
        }
    }

    /// <summary>The set stores the clean logits alone: what was infinite in the input shows in the output.</summary>
    private static void Poison(float[] logits, float[] cleaned)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = cleaned[i] switch
            {
                float.MaxValue => float.PositiveInfinity,
                float.MinValue => float.NegativeInfinity,
                _ => logits[i],
            };
        }
    }

    private static int[] Tokens(int row)
    {
        var length = Tensors.Shape("input_ids")[1];
        return Tensors.Ints("input_ids")[(row * length)..((row + 1) * length)];
    }

    private static float[] Row(string tensor, int row) =>
        Tensors.Floats(tensor).AsSpan(row * Vocabulary, Vocabulary).ToArray();
}
