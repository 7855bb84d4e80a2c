using System.Runtime.InteropServices;
using System.Text.Json;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>One case of <c>golden/quant/index.json</c> with its tensors.</summary>
internal sealed class QuantGolden : IDisposable
{
    private static readonly Lazy<JsonElement> LoadedIndex = new(() => Golden.Index("quant"));
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() =>
        Index.GetProperty("cases").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!));

    private readonly SafetensorsFile file;
    private readonly JsonElement tensors;

    private QuantGolden(string id)
    {
        Case = Cases.Value[id];
        tensors = Case.GetProperty("tensors");
        file = SafetensorsFile.Open(Golden.Path("quant", Case.GetProperty("file").GetString()!));
    }

    public static JsonElement Index => LoadedIndex.Value;

    public JsonElement Case { get; }

    /// <summary>The element type that the case was computed in.</summary>
    public DType DType => Case.GetProperty("dtype").GetString() switch
    {
        "float16" or "f16" => DType.F16,
        "bfloat16" or "bf16" => DType.BF16,
        _ => DType.F32,
    };

    public static QuantGolden Open(string id) => new(id);

    /// <summary>Ids of a group's cases that meet a condition.</summary>
    public static TheoryData<string> Ids(string group, Func<JsonElement, bool>? predicate = null) => new(
        Cases.Value.Where(pair => pair.Value.GetProperty("group").GetString() == group && (predicate?.Invoke(pair.Value) ?? true)).Select(pair => pair.Key));

    /// <summary>A table of <c>tables.safetensors</c>.</summary>
    public static HostTensor Table(string name)
    {
        using var tables = SafetensorsFile.Open(Golden.Path("quant", "tables.safetensors"));
        return HostTensor.From(name, tables.Tensors[name].ToFloats(), tables.Tensors[name].Shape);
    }

    public bool Has(string role) => tensors.TryGetProperty(role, out _);

    public int Int(string name) => Case.GetProperty(name).GetInt32();

    public string Text(string name) => Case.GetProperty(name).GetString()!;

    public HostTensor Tensor(string role) => file.Tensors[tensors.GetProperty(role).GetString()!];

    public float[] Floats(string role) => Tensor(role).ToFloats();

    public byte[] Bytes(string role)
    {
        var tensor = Tensor(role);
        var bytes = new byte[tensor.ElementCount * tensor.DType.Size()];
        tensor.Read(0, bytes);
        return bytes;
    }

    public void Dispose() => file.Dispose();

    /// <summary>Equal to the last bit; zeros of either sign are equal.</summary>
    public static void AssertSameValues(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        AssertSame(expected, actual, what, signOfZero: false);

    /// <summary>Equal to the last bit.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        AssertSame(expected, actual, what, signOfZero: true);

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, bool signOfZero)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: expected {expected.Length} values, got {actual.Length}.");
        var wanted = MemoryMarshal.Cast<float, uint>(expected);
        var got = MemoryMarshal.Cast<float, uint>(actual);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = wanted[i] == got[i] || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]))
                || (!signOfZero && expected[i] == 0 && actual[i] == 0);
            Assert.True(same, $"{what}: value {i} is {actual[i]:r}, expected {expected[i]:r}.");
        }
    }
}
