using System.Runtime.InteropServices;
using System.Text.Json;
using Chameleon.Engine.Tensors;
using Chameleon.Engine.Tests.Checkpoints;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>Safetensors files from tensors that were changed a little.</summary>
internal static class TestTensors
{
    public static byte[] Of(IEnumerable<(string Name, string DType, int[] Shape, byte[] Bytes)> tensors)
    {
        var header = new Dictionary<string, object>();
        var data = new List<byte>();
        foreach (var (name, dtype, shape, bytes) in tensors)
        {
            header[name] = new { dtype, shape, data_offsets = new[] { data.Count, data.Count + bytes.Length } };
            data.AddRange(bytes);
        }

        return SafetensorsBytes.Of(JsonSerializer.SerializeToUtf8Bytes(header), [.. data]);
    }

    public static (string Name, string DType, int[] Shape, byte[] Bytes) Same(HostTensor tensor)
    {
        var bytes = new byte[tensor.ElementCount * tensor.DType.Size()];
        tensor.Read(0, bytes);
        return (tensor.Name, tensor.DType switch { DType.F8E4M3 => "F8_E4M3", var dtype => dtype.ToString() }, tensor.Shape, bytes);
    }

    public static (string Name, string DType, int[] Shape, byte[] Bytes) Float32(HostTensor tensor, Action<float[]>? change = null)
    {
        var values = tensor.ToFloats();
        change?.Invoke(values);
        return (tensor.Name, "F32", tensor.Shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    public static (string Name, string DType, int[] Shape, byte[] Bytes) Float16(HostTensor tensor) =>
        (tensor.Name, "F16", tensor.Shape, MemoryMarshal.AsBytes(tensor.ToFloats().Select(value => (Half)value).ToArray().AsSpan()).ToArray());
}
