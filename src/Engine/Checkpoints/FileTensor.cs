using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>A tensor whose bytes lie in a file.</summary>
/// <param name="entry">From the validated header.</param>
/// <param name="file">The file, alive as long as its <see cref="SafetensorsFile"/>.</param>
/// <param name="dataStart">File offset that the entry's offsets count from.</param>
internal sealed class FileTensor(TensorEntry entry, ReadFile file, long dataStart)
    : HostTensor(entry.Name, entry.DType, entry.Shape)
{
    public override void Read(long byteOffset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteOffset, entry.End - entry.Begin - destination.Length);
        file.Read(dataStart + entry.Begin + byteOffset, destination, Name);
    }
}
