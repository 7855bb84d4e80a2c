using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Chameleon.Engine.Tests.Checkpoints;

/// <summary>Safetensors files, valid and otherwise, as bytes.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A header of any text in front of any data.</summary>
    public static byte[] Of(string header, int dataLength = 0) => Of(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] Of(byte[] header, byte[] data) => WithLength((ulong)header.Length, [.. header, .. data]);

    /// <summary>A header length that need not be true.</summary>
    public static byte[] WithLength(ulong length, byte[] rest)
    {
        var bytes = new byte[sizeof(ulong) + rest.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        rest.CopyTo(bytes, sizeof(ulong));
        return bytes;
    }

    /// <summary>A valid file of float32 tensors.</summary>
    public static byte[] Of(params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        var header = new Dictionary<string, object>();
        var data = new List<byte>();
        foreach (var (name, shape, values) in tensors)
        {
            var begin = data.Count;
            data.AddRange(MemoryMarshal.AsBytes(values.AsSpan()));
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { begin, data.Count } };
        }

        return Of(JsonSerializer.SerializeToUtf8Bytes(header), [.. data]);
    }
}
