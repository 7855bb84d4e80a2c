using System.Text.Json;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>A checkpoint of <c>golden/quant</c>, or one quantised from its plain one, on a device.</summary>
internal sealed class QuantizedModel : IDisposable
{
    private static readonly Lazy<TensorFile> Stored = new(() => new TensorFile(Golden.Path("quant", "logits.safetensors")));

    private QuantizedModel(string folder, string device, ModelLoadOptions? options)
    {
        Device = TestDevices.Create(device);
        Network = ChameleonNetwork.Load(folder, Device, options ?? new ModelLoadOptions());
    }

    public IComputeDevice Device { get; }

    public ChameleonNetwork Network { get; }

    public static string Folder(string name) => Golden.Path("quant", "checkpoints", name);

    public static QuantizedModel Open(string folder, string device = "cpu", ModelLoadOptions? options = null) => new(folder, device, options);

    /// <summary>The logits of a prompt.</summary>
    public float[] Logits(string prompt) => Network.Forward(new ForwardRequest
    {
        Ids = Stored.Value.Matrix($"prompt.{prompt}.input_ids"),
        Pictures = prompt == "picture" ? [Stored.Value.Floats("picture.pixel_values")] : [],
    }).Logits.Values;

    /// <summary>Largest distance of a logit to the reference's, of text ids; at the positions that are stored.</summary>
    public float LogitError(string model, string prompt)
    {
        var actual = Logits(prompt);
        var expected = Stored.Value.Floats($"{model}.{prompt}.logits");
        var (width, worst) = (Network.Config.VocabularySize, 0f);
        foreach (var (position, row) in Positions(prompt).Select((position, row) => (position, row)))
        {
            for (var id = 0; id < width; id++)
            {
                var (wanted, got) = (expected[(row * width) + id], actual[(position * width) + id]);
                worst = MathF.Max(worst, wanted == got ? 0 : MathF.Abs(wanted - got));
            }
        }

        return worst;
    }

    /// <summary>The reference's greedy continuation and ours.</summary>
    public (int[] Expected, int[] Actual) Greedily(string model, string prompt)
    {
        var ids = Stored.Value.Ints($"prompt.{prompt}.input_ids");
        var pictureIds = new Queue<int>(Stored.Value.Ints("picture.ids"));
        int[] filled = [.. ids.Select(id => id == Network.Config.Vocabulary.Image ? pictureIds.Dequeue() : id)];
        var expected = Stored.Value.Ints($"{model}.{prompt}.greedy_ids");
        return (expected, Greedy.Continue(Device, Network.Decoder, filled, expected.Length, Mask));
    }

    /// <summary>What the index says of a model's logits.</summary>
    public static JsonElement Facts(string model, string prompt) => QuantGolden.Index.GetProperty("models").GetProperty(model).GetProperty(prompt);

    public void Dispose()
    {
        Network.Dispose();
        Device.Dispose();
    }

    private static IEnumerable<int> Positions(string prompt) =>
        QuantGolden.Index.GetProperty("model").GetProperty("prompts").GetProperty(prompt).GetProperty("positions").EnumerateArray().Select(item => item.GetInt32());

    private void Mask(Span<float> logits)
    {
        foreach (var id in Network.Config.Vocabulary.Pictures.Ids)
        {
            logits[id] = float.MinValue;
        }
    }
}
