using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary><c>config.json</c> and <c>quanto_qmap.json</c> of a quantised checkpoint, as the reference writes them.</summary>
internal static class QuantizedConfig
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The config of the plain checkpoint with what was done to it.</summary>
    /// <param name="plain">UTF-8 JSON.</param>
    /// <param name="target">What the weights were quantised to.</param>
    /// <param name="head">Whether the head was quantised too.</param>
    public static byte[] Write(ReadOnlyMemory<byte> plain, QuantizationTarget target, bool head)
    {
        using var document = JsonDocument.Parse(plain);
        var root = document.RootElement;
        var typeName = root.TryGetProperty("dtype", out _) || !root.TryGetProperty("torch_dtype", out _) ? "dtype" : "torch_dtype";

        // quanto computes its scales in float32 and so loads everything as float32.
        var dtype = target.Quanto is not null ? "float32" : root.TryGetProperty(typeName, out var stored) ? stored.GetString() : null;
        var changes = new SortedDictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        if (dtype is not null)
        {
            changes.Add(typeName, writer => writer.WriteStringValue(dtype));
        }

        if (dtype is not null && typeName == "dtype" && root.TryGetProperty("vq_config", out var vq) && vq.ValueKind == JsonValueKind.Object)
        {
            changes.Add("vq_config", writer => WriteObject(writer, vq, new() { ["dtype"] = inner => inner.WriteStringValue(dtype) }));
        }

        if (target.Quanto is null)
        {
            changes.Add("quantization_config", writer => WriteBitsAndBytes(writer, target, head));
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            WriteObject(writer, root, changes);
        }

        stream.WriteByte((byte)'\n');
        return Ascii(stream.ToArray());
    }

    /// <summary>The types of the layers, in the order of the model.</summary>
    public static byte[] WriteQuantoMap(IEnumerable<string> modules, string type)
    {
        var options = Indented with { IndentSize = 4 };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            foreach (var module in modules)
            {
                writer.WriteStartObject(module);
                writer.WriteString("weights", type);
                writer.WriteString("activations", "none");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Ascii(stream.ToArray());
    }

    /// <summary>JSON as Python writes it: what is not ASCII is escaped, in small letters.</summary>
    private static byte[] Ascii(byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var ascii = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[i + 1] == 'u')
            {
                ascii.Append(text[i..(i + 6)].ToLowerInvariant());
                i += 5;
            }
            else if (text[i] == '\\')
            {
                ascii.Append(text, i++, 2);
            }
            else if (text[i] > '~')
            {
                ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                ascii.Append(text[i]);
            }
        }

        return Encoding.ASCII.GetBytes(ascii.ToString());
    }

    /// <summary>An object in its own order; what is new stands before the first name that sorts after it.</summary>
    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, SortedDictionary<string, Action<Utf8JsonWriter>> changes)
    {
        var names = element.EnumerateObject().Select(property => property.Name).ToHashSet();
        var added = new Queue<string>(changes.Keys.Where(name => !names.Contains(name)));
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            while (added.TryPeek(out var next) && string.CompareOrdinal(next, property.Name) < 0)
            {
                WriteChange(writer, added.Dequeue(), changes);
            }

            if (changes.ContainsKey(property.Name))
            {
                WriteChange(writer, property.Name, changes);
            }
            else
            {
                property.WriteTo(writer);
            }
        }

        while (added.TryDequeue(out var name))
        {
            WriteChange(writer, name, changes);
        }

        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, string name, SortedDictionary<string, Action<Utf8JsonWriter>> changes)
    {
        writer.WritePropertyName(name);
        changes[name](writer);
    }

    private static void WriteBitsAndBytes(Utf8JsonWriter writer, QuantizationTarget target, bool head)
    {
        var four = target.Code is not null;
        writer.WriteStartObject();
        writer.WriteBoolean("_load_in_4bit", four);
        writer.WriteBoolean("_load_in_8bit", !four);
        writer.WriteString("bnb_4bit_compute_dtype", "float32");
        writer.WriteString("bnb_4bit_quant_storage", "uint8");
        writer.WriteString("bnb_4bit_quant_type", target.Code?.Name ?? "fp4");
        writer.WriteBoolean("bnb_4bit_use_double_quant", target.Nested);
        writer.WriteBoolean("llm_int8_enable_fp32_cpu_offload", false);
        writer.WriteBoolean("llm_int8_has_fp16_weight", false);
        writer.WritePropertyName("llm_int8_skip_modules");
        writer.WriteRawValue(head ? "[]" : "null");
        writer.WritePropertyName("llm_int8_threshold");
        writer.WriteRawValue("6.0");
        writer.WriteBoolean("load_in_4bit", four);
        writer.WriteBoolean("load_in_8bit", !four);
        writer.WriteString("quant_method", "bitsandbytes");
        writer.WriteEndObject();
    }
}
