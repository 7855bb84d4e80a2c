using System.Text.Json;
using Chameleon.Engine.Quantization.Quanto;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary><c>quanto_qmap.json</c>: which layers optimum-quanto quantised, and how.</summary>
internal static class QuantoMap
{
    public const string FileName = "quanto_qmap.json";

    private const long LargestFile = 16 << 20;

    /// <summary>The type of each layer, by its path; null when there is no such file.</summary>
    /// <param name="folder">Where the weights are.</param>
    public static IReadOnlyDictionary<string, QuantoType>? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        if (new FileInfo(file).Length is var length and > LargestFile)
        {
            QuantizationThrow.Wrong(file, "file", $"has {length} bytes", $"at most {LargestFile}");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var types = new Dictionary<string, QuantoType>();
            foreach (var module in document.RootElement.EnumerateObject())
            {
                types[module.Name] = ReadType(file, module);
            }

            return types;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            QuantizationThrow.Wrong(file, "file", "is no JSON object of objects", "the layers and their types");
            return null;
        }
    }

    private static QuantoType ReadType(string file, JsonProperty module)
    {
        var name = Text(module.Value, "weights");
        if (Text(module.Value, "activations") is not (null or "none") and var activations)
        {
            QuantizationThrow.Wrong(file, module.Name, $"has the activations '{activations}'", "none: activations stay float32");
        }

        var type = QuantoType.All.FirstOrDefault(candidate => candidate.Name == name);
        if (type is null)
        {
            QuantizationThrow.Wrong(file, module.Name, $"has the weights '{name}'", string.Join(", ", QuantoType.All.Select(candidate => candidate.Name)));
        }

        return type;
    }

    private static string? Text(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) ? value.GetString() : null;
}
