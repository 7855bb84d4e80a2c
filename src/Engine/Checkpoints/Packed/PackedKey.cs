using System.Text.Json.Serialization;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.FourBit;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>What packed weights were made of and how: they serve only who wants exactly that.</summary>
/// <param name="Layout">Name of the device's layout.</param>
/// <param name="Version">Version of that layout.</param>
/// <param name="Weights">What the weights became: <c>nf4-nested</c>, or <c>stored</c>.</param>
internal sealed record PackedKey(string Layout, int Version, string Weights)
{
    private const string AsStored = "stored";

    /// <summary>Name of the file: one for each way to pack, so that a new one takes the place of one that no longer serves.</summary>
    [JsonIgnore]
    public string FileName => $"{Weights}.{Layout}{PackedFolder.Extension}";

    /// <summary>The key of a device's layout and of what weights become on the way.</summary>
    public static PackedKey Of(PackedLayout layout, WeightQuantization? quantize) => new(layout.Name, layout.Version, Describe(quantize));

    private static string Describe(WeightQuantization? quantize) => quantize is null
        ? AsStored
        : $"{quantize.Target}{(quantize.BlockSize == FourBitCodec.DefaultBlockSize ? "" : $"-{quantize.BlockSize}")}{(quantize.Head ? "-head" : "")}";
}
