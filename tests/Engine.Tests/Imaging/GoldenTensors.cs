using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>The tensors of a reference file of pictures, gzipped or not.</summary>
internal sealed class GoldenTensors
{
    private readonly byte[] file;
    private readonly int dataStart;
    private readonly JsonElement header;

    private GoldenTensors(byte[] file)
    {
        this.file = file;
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        dataStart = 8 + headerLength;
        using var document = JsonDocument.Parse(file.AsMemory(8, headerLength));
        header = document.RootElement.Clone();
    }

    public static GoldenTensors Open(string name)
    {
        using var file = File.OpenRead(Golden.Path("images", name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new GoldenTensors(memory.ToArray());
    }

    public int[] Shape(string key) => [.. Entry(key).GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];

    public bool IsFloat(string key) => Entry(key).GetProperty("dtype").GetString() == "F32";

    public byte[] Bytes(string key)
    {
        var offsets = Entry(key).GetProperty("data_offsets");
        return file[(dataStart + offsets[0].GetInt32())..(dataStart + offsets[1].GetInt32())];
    }

    public float[] Floats(string key) =>
        IsFloat(key) ? MemoryMarshal.Cast<byte, float>(Bytes(key)).ToArray() : [.. Bytes(key).Select(value => (float)value)];

    private JsonElement Entry(string key) =>
        header.TryGetProperty(key, out var entry) ? entry : throw new KeyNotFoundException($"The reference file has no tensor '{key}'.");
}
