using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>A tensor of the file that is written. Its place is known before its bytes are.</summary>
/// <param name="name">Its name.</param>
/// <param name="dtype">Its element type.</param>
/// <param name="shape">Its dimensions.</param>
internal sealed class OutputTensor(string name, DType dtype, params int[] shape)
{
    public string Name { get; } = name;

    public DType DType { get; } = dtype;

    /// <summary>Its dimensions; of a text, a guess until it is there.</summary>
    public int[] Shape { get; private set; } = shape;

    /// <summary>Where it begins, counted from the first tensor.</summary>
    public long Offset { get; set; }

    /// <summary>What is written; null when it was or when it is copied.</summary>
    public byte[]? Bytes { get; set; }

    public long Length => Tensors.Shape.Count(Shape) * DType.Size();

    /// <summary>The filled tensor as if it were read from a file.</summary>
    public HostTensor ToHostTensor() => new Filled(this, Bytes!);

    /// <summary>Takes a text of a length that was only guessed.</summary>
    public void SetText(byte[] utf8)
    {
        Bytes = utf8;
        Shape = [utf8.Length];
    }

    private sealed class Filled(OutputTensor tensor, byte[] bytes) : HostTensor(tensor.Name, tensor.DType, tensor.Shape)
    {
        public override void Read(long byteOffset, Span<byte> destination) =>
            bytes.AsSpan(checked((int)byteOffset), destination.Length).CopyTo(destination);
    }
}
