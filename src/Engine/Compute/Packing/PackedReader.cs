using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Packing;

/// <summary>
/// Gives the parts of a packed weight in the order in which <see cref="PackedWriter"/> took them. Kernels trust what they
/// are given, so each part is compared with what the weight must have: a file's own word is not enough.
/// </summary>
/// <param name="parts">The parts.</param>
internal sealed class PackedReader(PackedParts parts)
{
    private int number;
    private int tensor;

    /// <summary>The next number.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is outside of its range.</exception>
    public int Number(int least, int most) => Next() is var value && value >= least && value <= most
        ? (int)value
        : throw new InvalidDataException($"number {number} of a {parts.Kind} weight is {value}, expected {least} to {most}");

    /// <summary>The next number, 0 or 1.</summary>
    public bool Flag() => Number(0, 1) == 1;

    /// <summary>The next float.</summary>
    public float Float() => BitConverter.Int32BitsToSingle((int)Next());

    /// <summary>Some floats.</summary>
    public float[] Floats(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Float();
        }

        return values;
    }

    /// <summary>The next tensor.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another type or shape.</exception>
    public Tensor Tensor(DType dtype, params ReadOnlySpan<int> shape)
    {
        var found = tensor < parts.Tensors.Count ? parts.Tensors[tensor++] : null;
        return found is not null && found.DType == dtype && found.Shape.SequenceEqual(shape)
            ? found
            : throw new InvalidDataException($"tensor {tensor} of a {parts.Kind} weight is {found?.ToString() ?? "missing"}, expected {dtype} {Shape.Describe(shape)}");
    }

    /// <summary>What was put together, if nothing is left over.</summary>
    /// <exception cref="InvalidDataException">Something is.</exception>
    public T Whole<T>(T weight) => number == parts.Numbers.Count && tensor == parts.Tensors.Count
        ? weight
        : throw new InvalidDataException(
            $"a {parts.Kind} weight has {parts.Numbers.Count} numbers and {parts.Tensors.Count} tensors, expected {number} and {tensor}");

    private long Next() => number < parts.Numbers.Count
        ? parts.Numbers[number++]
        : throw new InvalidDataException($"a {parts.Kind} weight has {parts.Numbers.Count} numbers, expected more");
}
