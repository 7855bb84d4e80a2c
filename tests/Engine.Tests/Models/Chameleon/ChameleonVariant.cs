using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Models.Chameleon;

/// <summary>The checkpoints of <c>golden/chameleon</c>, one by one, with their expected numbers.</summary>
internal sealed class ChameleonVariant : IDisposable
{
    private ChameleonVariant(string name, string device)
    {
        Directory = Golden.Path("chameleon", name);
        Device = TestDevices.Create(device);
        Network = ChameleonNetwork.Load(Directory, Device, new(), AsGenerated, progress: null, CancellationToken.None);
        Expected = new TensorFile(Path.Combine(Directory, "case.safetensors"));
    }

    /// <summary>Name of each variant with each device.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Names)
            {
                foreach (var device in TestDevices.Names)
                {
                    data.Add(name, device);
                }
            }

            return data;
        }
    }

    public static IReadOnlyList<string> Names { get; } =
        [.. Golden.Index("chameleon").GetProperty("variants").EnumerateArray().Select(item => item.GetProperty("variant").GetString()!)];

    public string Directory { get; }

    public IComputeDevice Device { get; }

    public ChameleonNetwork Network { get; }

    public TensorFile Expected { get; }

    public static ChameleonVariant Open(string name, string device = "cpu") => new(name, device);

    /// <summary>The three golden pictures.</summary>
    public List<ReadOnlyMemory<float>> Pictures() =>
        [.. Enumerable.Range(0, Expected.Shape("vq_pixels")[0]).Select(k => (ReadOnlyMemory<float>)Expected.Slice("vq_pixels", k))];

    /// <summary>The golden batch: two left-padded rows with three pictures; the longer one gives a dynamic base to both.</summary>
    public ForwardRequest Batch() => new()
    {
        RopeLength = Expected.Shape("input_ids")[1],
        Ids = Expected.Matrix("input_ids"),
        AttentionMask = Expected.Matrix("attention_mask"),
        Labels = Expected.Matrix("labels"),
        Pictures = Pictures(),
    };

    /// <summary>Values [batch, length, width] with the rows of padding set to zero.</summary>
    public float[] WithoutPadding(float[] values)
    {
        var mask = Expected.Ints("attention_mask");
        var width = values.Length / mask.Length;
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
            {
                values.AsSpan(i * width, width).Clear();
            }
        }

        return values;
    }

    /// <summary>
    /// The reference numbers of bfloat16 variants come from a module that was cast to bfloat16 and back as a whole, its
    /// rotary frequencies too. (Those of the demo model come from one that was not.)
    /// </summary>
    private ChameleonConfig AsGenerated(ChameleonConfig config)
    {
        using var checkpoint = Checkpoint.Open(Directory);
        var rounded = checkpoint.Tensors["model.embed_tokens.weight"].DType == DType.BF16;
        return config with { Rope = config.Rope with { BFloat16Frequencies = rounded } };
    }

    public void Dispose()
    {
        Expected.Dispose();
        Network.Dispose();
        Device.Dispose();
    }
}
