using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>A checkpoint's tensors, from which the parts of quantised matrices are taken one by one.</summary>
/// <param name="file">The checkpoint, for messages.</param>
/// <param name="tensors">Its tensors.</param>
internal sealed class StoredParts(string file, IReadOnlyDictionary<string, HostTensor> tensors)
{
    private readonly Dictionary<string, HostTensor> left = new(tensors);

    /// <summary>The checkpoint, for messages.</summary>
    public string File => file;

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyDictionary<string, HostTensor> Left => left;

    public bool Has(string name) => left.ContainsKey(name);

    /// <summary>Takes a tensor of a type and a number of elements.</summary>
    public HostTensor Take(string name, DType dtype, long count, string what) => Take(name, [dtype], count, what);

    /// <summary>Takes a tensor of one of some types and a number of elements.</summary>
    public HostTensor Take(string name, ReadOnlySpan<DType> dtypes, long count, string what)
    {
        var expected = $"{count} {string.Join(" or ", dtypes.ToArray())} elements: {what}";
        if (!left.Remove(name, out var tensor))
        {
            QuantizationThrow.Wrong(File, name, "is missing", expected);
        }

        if (!dtypes.Contains(tensor.DType) || tensor.ElementCount != count)
        {
            QuantizationThrow.Wrong(File, tensor, expected);
        }

        return tensor;
    }

    /// <summary>Takes finite float32 values.</summary>
    public float[] TakeFloats(string name, long count, string what) => Finite(Take(name, DType.F32, count, what));

    /// <summary>A small tensor's values, all finite.</summary>
    public float[] Finite(HostTensor tensor)
    {
        var values = tensor.ToFloats();
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is var bad and >= 0)
        {
            QuantizationThrow.Wrong(File, tensor.Name, $"element {bad} is {values[bad]}", "a finite number");
        }

        return values;
    }

    /// <summary>Takes a table of 256 values that does not descend.</summary>
    public float[] TakeTable(string name)
    {
        var table = TakeFloats(name, EightBitCode.Count, "the values of nested codes");
        for (var i = 0; i < table.Length; i++)
        {
            if (table[i] is < -1 or > 1 || (i > 0 && table[i] < table[i - 1]))
            {
                QuantizationThrow.Wrong(File, name, $"value {i} is {table[i]}", "values from -1 to 1, ascending");
            }
        }

        return table;
    }

    /// <summary>Takes what belongs to a matrix but is not needed.</summary>
    public void Drop(string name) => left.Remove(name);

    /// <summary>Puts a matrix in the place of its parts.</summary>
    public void Put(QuantizedTensor tensor) => left.Add(tensor.Name, tensor);
}
