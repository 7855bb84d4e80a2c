using System.Text.Json;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>What bitsandbytes writes about a 4-bit matrix: JSON in a tensor of bytes.</summary>
/// <param name="Code">nf4 or fp4.</param>
/// <param name="Shape">[out, in].</param>
/// <param name="BlockSize">Elements of a block.</param>
/// <param name="NestedBlockSize">Magnitudes of a nested block; null when they are not nested.</param>
/// <param name="NestedOffset">Their mean.</param>
internal sealed record FourBitState(FourBitCode Code, int[] Shape, int BlockSize, int? NestedBlockSize, float NestedOffset)
{
    private const string NamePart = ".quant_state.bitsandbytes__";
    private const int LargestJson = 1 << 16;

    private static readonly FourBitCode[] Codes = [FourBitCode.Nf4, FourBitCode.Fp4];

    /// <summary>Whether a tensor is such a description.</summary>
    public static bool IsName(string name) => name.Contains(NamePart, StringComparison.Ordinal);

    /// <summary>Takes the description of a matrix <c>….weight</c>.</summary>
    public static FourBitState Take(StoredParts parts, string weight)
    {
        var names = parts.Left.Keys.Where(name => name.StartsWith($"{weight}{NamePart}", StringComparison.Ordinal)).ToArray();
        if (names is not [var name])
        {
            QuantizationThrow.Wrong(parts.File, weight, $"has {names.Length} tensors {NamePart[1..]}*", "one that describes it");
            return null;
        }

        var type = name[(weight.Length + NamePart.Length)..];
        var code = Array.Find(Codes, candidate => candidate.Name == type);
        if (code is null)
        {
            QuantizationThrow.Wrong(parts.File, name, $"is of the quant type '{type}'", "nf4 or fp4");
        }

        var stored = parts.Left[name];
        if (stored.DType != DType.U8 || stored.ElementCount is 0 or > LargestJson)
        {
            QuantizationThrow.Wrong(parts.File, stored, $"1 to {LargestJson} U8 elements: JSON");
        }

        parts.Drop(name);
        var json = new byte[stored.ElementCount];
        stored.Read(0, json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(new Fields(document.RootElement, parts.File, name), code);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            QuantizationThrow.Wrong(parts.File, name, "is no JSON object", "what bitsandbytes writes about a 4-bit matrix");
            return null;
        }
    }

    private static FourBitState Read(Fields fields, FourBitCode code)
    {
        fields.Require("quant_type", value => value.ValueKind == JsonValueKind.String && value.GetString() == code.Name, $"\"{code.Name}\", as the tensor's name says");
        fields.Require("dtype", value => value.ValueKind == JsonValueKind.String && value.GetString() is "float32" or "float16" or "bfloat16", "float32, float16 or bfloat16");
        var blockSize = fields.Int("blocksize", value => FourBitCodec.BlockSizes.Contains(value), $"one of {string.Join(", ", FourBitCodec.BlockSizes.ToArray())}");
        var shape = fields.Require(
            "shape",
            value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && value.EnumerateArray().All(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var whole) && whole > 0),
            "two whole numbers above 0").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        if (!fields.Has("nested_blocksize"))
        {
            return new FourBitState(code, shape, blockSize, null, 0);
        }

        var offset = fields.Require("nested_offset", value => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && float.IsFinite((float)number), "a finite number").GetDouble();
        return new FourBitState(code, shape, blockSize, fields.Int("nested_blocksize", value => value is > 0 and <= 4096, "a whole number from 1 to 4096"), (float)offset);
    }

    /// <summary>The fields of the JSON; what is wrong is refused with the value found.</summary>
    private readonly struct Fields(JsonElement root, string file, string tensor)
    {
        public bool Has(string name) => root.TryGetProperty(name, out _);

        public int Int(string name, Predicate<int> fits, string expected) =>
            Require(name, value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && fits(whole), expected).GetInt32();

        public JsonElement Require(string name, Predicate<JsonElement> fits, string expected)
        {
            if (!root.TryGetProperty(name, out var value))
            {
                QuantizationThrow.Wrong(file, tensor, $"has no {name}", expected);
            }

            if (!fits(value))
            {
                var text = value.GetRawText();
                QuantizationThrow.Wrong(file, tensor, $"has the {name} {(text.Length <= 80 ? text : $"{text[..80]}…")}", expected);
            }

            return value;
        }
    }
}
