using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Models;

/// <summary>Reference numbers in a safetensors file.</summary>
internal sealed class TensorFile(string path) : IDisposable
{
    private readonly Checkpoint file = Checkpoint.Open(path);

    public bool Has(string name) => file.Tensors.ContainsKey(name);

    public int[] Shape(string name) => file.Tensors[name].Shape;

    public float[] Floats(string name) => file.Tensors[name].ToFloats();

    public int[] Ints(string name) => [.. Floats(name).Select(value => (int)value)];

    public int[,] Matrix(string name)
    {
        var (values, shape) = (Ints(name), Shape(name));
        var matrix = new int[shape[0], shape[1]];
        for (var i = 0; i < values.Length; i++)
        {
            matrix[i / shape[1], i % shape[1]] = values[i];
        }

        return matrix;
    }

    /// <summary>Tensor k of a stack [n, …].</summary>
    public float[] Slice(string name, int index)
    {
        var values = Floats(name);
        var size = values.Length / Shape(name)[0];
        return values[(index * size)..((index + 1) * size)];
    }

    public void Dispose() => file.Dispose();
}
