using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>How the reference lays tensors out in a file, to the byte.</summary>
internal static class SafetensorsLayout
{
    private const int Alignment = 8;

    // Wide types first, so that every tensor is aligned; the reference's order of types.
    private static readonly DType[] Order =
    [
        DType.I64, DType.F64, DType.F32, DType.I32, DType.BF16, DType.F16, DType.I16, DType.F8E4M3, DType.F8E5M2, DType.I8, DType.U8, DType.Bool,
    ];

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tensors in the order of their bytes.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> tensors, Func<T, DType> dtype, Func<T, string> name) =>
        tensors.OrderBy(tensor => Array.IndexOf(Order, dtype(tensor))).ThenBy(name, StringComparer.Ordinal);

    /// <summary>Length, JSON and padding: all that stands before the first tensor.</summary>
    public static byte[] Header(IEnumerable<TensorEntry> entries)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Compact))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", "pt");
            writer.WriteEndObject();
            foreach (var entry in entries)
            {
                WriteEntry(writer, entry);
            }

            writer.WriteEndObject();
        }

        var length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[sizeof(ulong) + length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        json.WrittenSpan.CopyTo(bytes.AsSpan(sizeof(ulong)));
        bytes.AsSpan(sizeof(ulong) + json.WrittenCount).Fill((byte)' ');
        return bytes;
    }

    private static void WriteEntry(Utf8JsonWriter writer, TensorEntry entry)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", entry.DType switch { DType.F8E4M3 => "F8_E4M3", DType.F8E5M2 => "F8_E5M2", DType.Bool => "BOOL", var dtype => dtype.ToString() });
        writer.WriteStartArray("shape");
        foreach (var size in entry.Shape)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(entry.Begin);
        writer.WriteNumberValue(entry.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
