using System.Text.Json;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Engine.Tests.Models.Chameleon;

/// <summary>The demo model sees, answers and draws what the reference did with it.</summary>
public sealed class DemoGoldenTests
{
    private const float PixelTolerance = 2e-4f;
    private static readonly JsonElement Index = Golden.Index("demo");

    public static TheoryData<string> Pictures =>
        [.. Index.GetProperty("pictures").EnumerateArray().Select(item => item.GetProperty("file").GetString()!)];

    public static TheoryData<int> Asked => OfKind(kind => kind == "ask");

    public static TheoryData<int> Drawn => OfKind(kind => kind != "ask");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_file_becomes_the_reference_s_pixels_and_ids(string file) => DemoModel.Use(model =>
    {
        using var expected = Expected();
        var pixels = model.Preprocess(ImageDecoder.Decode(File.ReadAllBytes(Golden.Path("demo", "pictures", file))));
        Assert.Equal(expected.Floats($"{file}.pixels"), pixels);
        AssertCodes(model, file, pixels, expected.Ints($"{file}.ids"));
    });

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Ids_become_the_reference_s_picture(string file) => DemoModel.Use(model =>
    {
        using var expected = Expected();
        AssertPixels(model, expected.Ints($"{file}.ids"), expected.Floats($"{file}.decoded"));
    });

    [Theory]
    [MemberData(nameof(Asked))]
    public void Greedy_answers_are_the_reference_s(int index) => DemoModel.Use(model =>
    {
        var golden = Case(index);
        var prompt = Prompt(model, golden);
        Assert.Equal(Ints(golden, "prompt_ids"), prompt);

        var expected = Ints(golden, "answer_ids");
        var answer = Greedy.Continue(
            model.Device, model.Decoder, prompt, expected.Length, logits => MaskPictures(model, logits), id => id == model.Special.EndOfSequence || id == model.Special.EndOfTurn);
        Assert.Equal(expected, answer);
        Assert.Equal(golden.GetProperty("answer").GetString(), model.Tokenizer.Decode(answer));
    });

    [Theory]
    [MemberData(nameof(Drawn))]
    public void Greedy_drawings_are_the_reference_s(int index) => DemoModel.Use(model =>
    {
        using var expected = Expected();
        var golden = Case(index);
        var prompt = Prompt(model, golden);
        Assert.Equal(Ints(golden, "prompt_ids"), prompt);

        var scale = golden.GetProperty("scale") is { ValueKind: JsonValueKind.Number } number ? number.GetSingle() : 1;
        var ids = Ints(golden, "answer_ids");
        Assert.Equal(ids, Draw(model, prompt, scale));
        AssertPixels(model, ids, expected.Floats(golden.GetProperty("pixels").GetString()!));
    });

    [Fact]
    public void Logits_of_the_first_case_are_the_reference_s() => DemoModel.Use(model =>
    {
        const float LogitTolerance = 2e-4f;
        using var expected = Expected();
        var prompt = Ints(Case(0), "prompt_ids");
        var ids = new int[1, prompt.Length];
        Buffer.BlockCopy(prompt, 0, ids, 0, prompt.Length * sizeof(int));
        var result = model.Network.Forward(new ForwardRequest { Ids = ids, RawLogits = true });
        Near.Assert(expected.Floats("logits_of_case_0"), result.Logits.Values, LogitTolerance, "logits");
    });

    /// <summary>Codes are equal, save those whose two best entries are as good as equally near.</summary>
    private static void AssertCodes(ChameleonModel model, string file, float[] pixels, int[] expectedIds)
    {
        const double Margin = 1e-3;
        var codes = model.Codec.Encode(pixels);
        Assert.Equal(codes.Length, expectedIds.Length);
        using var weights = Checkpoint.Open(DemoModel.Directory);
        var codebook = weights.Tensors["model.vqmodel.quantize.embedding.weight"].ToFloats();
        var (_, latents) = model.Network.Codec.EncodeLatents(pixels);
        var width = latents.Length / codes.Length;
        var close = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            Assert.True(model.Pictures.TryGetCode(expectedIds[i], out var expected));
            if (codes[i] != expected)
            {
                close++;
                Assert.InRange(Distance(i, expected) - Distance(i, codes[i]), -Margin, Margin);
            }
        }

        var picture = Index.GetProperty("pictures").EnumerateArray().Single(item => item.GetProperty("file").GetString() == file);
        Assert.InRange(close, 0, picture.GetProperty("codes_with_margin_under_1e_3").GetInt32());

        double Distance(int position, int code)
        {
            var sum = 0.0;
            for (var c = 0; c < width; c++)
            {
                var difference = (double)latents[(position * width) + c] - codebook[(code * width) + c];
                sum += difference * difference;
            }

            return sum;
        }
    }

    private static TensorFile Expected() => new(Golden.Path("demo", "demo.safetensors"));

    private static JsonElement Case(int index) => Index.GetProperty("cases")[index];

    private static int[] Ints(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static TheoryData<int> OfKind(Func<string, bool> wanted)
    {
        var cases = Index.GetProperty("cases");
        return [.. Enumerable.Range(0, cases.GetArrayLength()).Where(i => wanted(cases[i].GetProperty("kind").GetString()!))];
    }

    private static int[] Prompt(ChameleonModel model, JsonElement golden)
    {
        using var expected = Expected();
        var ids = new List<int> { model.Special.BeginOfSequence };
        foreach (var part in golden.GetProperty("parts").EnumerateArray())
        {
            if (part.TryGetProperty("image", out var file))
            {
                ids.AddRange([model.Pictures.BeginOfImage, .. expected.Ints($"{file.GetString()}.ids"), model.Pictures.EndOfImage]);
            }
            else
            {
                ids.AddRange(model.Tokenizer.Encode(part.GetProperty("text").GetString()!));
            }
        }

        return [.. ids, model.Special.EndOfTurn];
    }

    /// <summary>Picture ids after the opening, by U + scale · (F − U); U has nothing but the begin of sequence.</summary>
    private static int[] Draw(ChameleonModel model, int[] prompt, float scale)
    {
        using var full = new TestCache(model.Device, model.Decoder);
        using var empty = new TestCache(model.Device, model.Decoder);
        int[] run = [.. prompt, model.Pictures.BeginOfImage];
        int[] emptyRun = [model.Special.BeginOfSequence, model.Pictures.BeginOfImage];
        var (batch, drawn, vocabulary) = (new DecoderBatch(), new List<int>(), model.Decoder.VocabularySize);
        while (drawn.Count < model.Codec.CodesPerPicture)
        {
            full.Reserve(full.Sequence.Length + run.Length);
            empty.Reserve(empty.Sequence.Length + emptyRun.Length);
            batch.Clear();
            var (f, u) = (batch.Add(full.Sequence, run, wantLogits: true), batch.Add(empty.Sequence, emptyRun, wantLogits: true));
            model.Decoder.Forward(batch);
            var (best, largest) = (-1, float.NegativeInfinity);
            foreach (var id in model.Pictures.Ids.ToArray().Order())
            {
                var (with, without) = (batch.Logits(f, vocabulary)[id], batch.Logits(u, vocabulary)[id]);
                var logit = without + (scale * (with - without));
                (best, largest) = logit > largest ? (id, logit) : (best, largest);
            }

            drawn.Add(best);
            run = emptyRun = [best];
        }

        return [.. drawn];
    }

    private static void MaskPictures(ChameleonModel model, Span<float> logits)
    {
        foreach (var id in model.Pictures.Ids)
        {
            logits[id] = float.MinValue;
        }
    }

    private static void AssertPixels(ChameleonModel model, int[] ids, float[] expected)
    {
        int[] codes = [.. ids.Select(id => model.Pictures.TryGetCode(id, out var code) ? code : -1)];
        var values = model.Network.Codec.DecodeValues(codes, CancellationToken.None);
        Near.Assert(expected, Near.ChannelsFirst(values, 3), PixelTolerance, "pixels");

        var picture = model.Codec.Decode(codes);
        Assert.Equal((model.Codec.PictureSize, model.Codec.PictureSize), (picture.Width, picture.Height));
        Assert.Equal(values.Select(value => (byte)((Math.Clamp(value, -1, 1) + 1) / 2 * 255)), picture.Data);
    }
}
