using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>What the golden tests of pictures share: cases, options per view, digests.</summary>
internal static class GoldenPictures
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Known = new(() =>
        Golden.Index("images").GetProperty("cases").EnumerateArray().ToDictionary(row => row.GetProperty("id").GetString()!));

    /// <summary>Case and view of every picture.</summary>
    public static IEnumerable<(string Case, string View)> Views =>
        from known in Known.Value
        from view in known.Value.GetProperty("views").EnumerateObject()
        select (known.Key, view.Name);

    public static JsonElement Case(string id) => Known.Value[id];

    public static string Kind(string id) => Path.GetExtension(Case(id).GetProperty("file").GetString()!)[1..];

    public static JsonElement View(string id, string view) => Case(id).GetProperty("views").GetProperty(view);

    public static byte[] File(string id) => System.IO.File.ReadAllBytes(Golden.Path("images", Case(id).GetProperty("file").GetString()!));

    /// <summary>How a file is decoded for a view of the references.</summary>
    public static ImageDecodeOptions Options(string view) => view switch
    {
        "reference" => ImageDecodeOptions.Parity,
        "transposed" => ImageDecodeOptions.Parity with { Upright = true },
        "scaled16" => ImageDecodeOptions.Parity with { ScaleGrey16 = true },
        _ => throw new NotSupportedException($"A view '{view}' is not known."),
    };

    /// <summary>The entry of our reference: transformers 4.57 with the pass order of Pillow 12.</summary>
    public static JsonElement Ours(JsonElement who) =>
        who.TryGetProperty("hf457_pillow12", out var older) ? older : who.GetProperty("hf457");

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sha256(float[] values) => Sha256(MemoryMarshal.AsBytes(values.AsSpan()));
}
