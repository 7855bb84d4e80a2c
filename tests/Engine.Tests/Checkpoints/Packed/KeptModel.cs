using System.Buffers.Binary;
using System.Text.Json;
using Chameleon.Engine.Checkpoints.Packed;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tests.Models;
using Chameleon.Engine.Tests.Quantization;

namespace Chameleon.Engine.Tests.Checkpoints.Packed;

/// <summary>A small model in a folder of its own, started again and again.</summary>
internal sealed class KeptModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="name">A golden checkpoint.</param>
    public KeptModel(string name = "plain")
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(QuantizedModel.Folder(name)))
        {
            var copy = Path.Combine(Folder, Path.GetFileName(file));
            File.Copy(file, copy);
            Age(copy);
        }
    }

    public string Folder => folder.File("model");

    public string Weights => Path.Combine(Folder, "model.safetensors");

    public string Kept => Path.Combine(Folder, PackedFolder.Name);

    /// <summary>The only file of packed weights.</summary>
    public string OnlyFile => Assert.Single(Directory.GetFiles(Kept, $"*{PackedFolder.Extension}"));

    public string Elsewhere(string name) => folder.File(name);

    /// <summary>Makes a file look as if it had been there for long.</summary>
    public static void Age(string file) => File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Changes the matrices of the layers and nothing of the file's size.</summary>
    public void Change(string? file = null)
    {
        file ??= Weights;
        var bytes = File.ReadAllBytes(file);
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(sizeof(long), header));
        foreach (var tensor in json.RootElement.EnumerateObject().Where(tensor => tensor.Name.EndsWith("_proj.weight", StringComparison.Ordinal)))
        {
            var offsets = tensor.Value.GetProperty("data_offsets");
            var data = bytes.AsSpan(sizeof(long) + header)[offsets[0].GetInt32()..offsets[1].GetInt32()];
            var half = data.Length / 16 * 8;
            byte[] turned = [.. data[half..], .. data[..half]];
            turned.CopyTo(data);
        }

        File.WriteAllBytes(file, bytes);
    }

    /// <summary>One start: its logits and what became of the packed weights.</summary>
    public Started Start(string? quantize = null, string device = "cpu", WeightCacheOptions? cache = null, bool keep = true, bool head = false) => Start(
        new ModelLoadOptions
        {
            Cache = keep ? cache ?? new WeightCacheOptions() : null,
            Quantize = quantize is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(quantize), Head = head },
        },
        device);

    public Started Start(ModelLoadOptions options, string device = "cpu", IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var on = TestDevices.Create(device);
        var packing = (Engine.Compute.Packing.IPackingDevice)on;
        Started started;
        using (var network = ChameleonNetwork.Load(Folder, on, options, progress, cancellationToken))
        {
            var logits = network.Forward(new ForwardRequest { Ids = new int[,] { { 0, 5, 17, 9, 30, 2 } } }, CancellationToken.None).Logits.Values;
            var codes = network.Codec.Encode(new float[3 * network.Codec.PictureSize * network.Codec.PictureSize], CancellationToken.None);
            started = new Started(logits, codes, network.Cache, network.WeightBytes, network.MappedBytes, network.Quantization, network.WeightType, network.Parameters);
        }

        Assert.Equal((0, 0), (on.AllocatedBytes, packing.Ledger.MappedBytes));
        return started;
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>What a start gave.</summary>
internal sealed record Started(
    float[] Logits, int[] Codes, WeightCacheReport? Cache, long WeightBytes, long MappedBytes, string? Quantization, string WeightType, long Parameters)
{
    /// <summary>The same model, bit for bit, whatever became of its packed weights.</summary>
    public void AssertIs(Started other)
    {
        Compute.EveryDevice.AssertSameBits(other.Logits, Logits, "logits");
        Assert.Equal(other.Codes, Codes);
        Assert.Equal(
            (other.WeightBytes, other.Quantization, other.WeightType, other.Parameters), (WeightBytes, Quantization, WeightType, Parameters));
    }
}
