using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Packing;

/// <summary>Takes a packed weight apart, piece by piece; <see cref="PackedReader"/> gets them in the same order.</summary>
internal sealed class PackedWriter
{
    private readonly List<long> numbers = [];
    private readonly List<Tensor> tensors = [];

    public void Number(long value) => numbers.Add(value);

    public void Flag(bool value) => numbers.Add(value ? 1 : 0);

    public void Float(float value) => numbers.Add(BitConverter.SingleToInt32Bits(value));

    public void Floats(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            Float(value);
        }
    }

    public void Tensor(Tensor tensor) => tensors.Add(tensor);

    /// <summary>A tensor that may be missing; whether it is does not stand in the parts.</summary>
    public void Optional(Tensor? tensor)
    {
        if (tensor is not null)
        {
            tensors.Add(tensor);
        }
    }

    public PackedParts Parts(string kind) => new(kind, numbers, tensors);
}
