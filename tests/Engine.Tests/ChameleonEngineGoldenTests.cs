using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests;

/// <summary>The reference's answers and drawings of the demo model, through the engine's front door.</summary>
public sealed class ChameleonEngineGoldenTests(DemoEngine demo) : IClassFixture<DemoEngine>
{
    private const int FirstCodeId = 4;
    private static readonly JsonElement Cases = Golden.Index("demo").GetProperty("cases");
    private readonly ChameleonEngine engine = demo.Engine;

    [Fact]
    public async Task All_questions_asked_at_once_are_answered_as_the_reference_does()
    {
        var asked = Cases.EnumerateArray().Where(golden => Kind(golden) == "ask").ToArray();
        var options = new GenerationOptions { Text = SamplingOptions.Greedy, MaxNewTokens = 100 };
        var results = await Task.WhenAll(asked.Select(golden => GenerationResult.CollectAsync(engine.GenerateAsync(Prompt(golden), options))));
        foreach (var (golden, result) in asked.Zip(results))
        {
            Assert.Equal(Ints(golden, "answer_ids"), result.Answers[0].Tokens);
            Assert.Equal(golden.GetProperty("answer").GetString(), result.Answers[0].Text);
            Assert.Equal(FinishReason.Stop, result.Answers[0].Reason);
        }
    }

    [Fact]
    public async Task All_drawings_drawn_at_once_are_the_references()
    {
        var drawn = Cases.EnumerateArray().Where(golden => Kind(golden) != "ask").ToArray();
        var results = await Task.WhenAll(drawn.Select(golden => GenerationResult.CollectAsync(engine.GenerateAsync(Prompt(golden), new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Picture = new PictureOptions
            {
                Sampling = SamplingOptions.Greedy,
                TextGuidanceScale = Scale(golden),
                ImageGuidanceScale = Scale(golden),
            },
        }))));
        using var tensors = new TensorFile(Golden.Path("demo", "demo.safetensors"));
        foreach (var (golden, result) in drawn.Zip(results))
        {
            var picture = Assert.Single(result.Answers[0].Pictures);
            Assert.Equal(Ints(golden, "answer_ids"), picture.Codes.Select(code => code + FirstCodeId));
            AssertPixels(tensors.Floats(golden.GetProperty("pixels").GetString()!), picture.Pixels);
        }
    }

    private static string Kind(JsonElement golden) => golden.GetProperty("kind").GetString()!;

    private static float Scale(JsonElement golden) =>
        golden.GetProperty("scale") is { ValueKind: JsonValueKind.Number } scale ? scale.GetSingle() : 1;

    private static int[] Ints(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    // Pictures come as the reference's ids: a code whose two nearest entries are equally near is a coin toss.
    private static PromptPart[] Prompt(JsonElement golden) => [new PromptPart.Ids(Ints(golden, "prompt_ids"))];

    private static void AssertPixels(float[] expected, PixelImage actual)
    {
        // expected: [3, side, side] in −1 … 1; actual: [side, side, 3] in 0 … 255, cut off rather than rounded.
        const float Tolerance = 2e-4f * 127.5f;
        var area = actual.Width * actual.Height;
        for (var i = 0; i < area * 3; i++)
        {
            var wanted = (Math.Clamp(expected[((i % 3) * area) + (i / 3)], -1, 1) + 1) * 127.5f;
            Assert.InRange(actual.Data[i], wanted - 1 - Tolerance, wanted + Tolerance);
        }
    }
}
