using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Operations on each element or row by itself.</summary>
internal static class ReferenceElementwise
{
    public static void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim)
    {
        var half = headDim / 2;
        for (var row = 0; row < positions.Length; row++)
        {
            var c = cos.FloatRow(positions[row]);
            var s = sin.FloatRow(positions[row]);
            var values = x.FloatRow(row);
            for (var head = 0; head < values.Length; head += headDim)
            {
                for (var i = 0; i < half; i++)
                {
                    var (first, second) = (values[head + i], values[head + half + i]);
                    values[head + i] = (first * c[i]) - (second * s[i]);
                    values[head + half + i] = (second * c[i]) + (first * s[i]);
                }
            }
        }
    }

    public static void Gate(Tensor gate, Tensor up, Activation activation, Tensor output)
    {
        for (var row = 0; row < gate.Rows; row++)
        {
            var g = gate.FloatRow(row);
            var u = up.FloatRow(row);
            var y = output.FloatRow(row);
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = (float)ReferenceActivation.Of(activation, g[i]) * u[i];
            }
        }
    }

    public static void Add(Tensor x, Tensor y)
    {
        for (var row = 0; row < x.Rows; row++)
        {
            var target = x.FloatRow(row);
            var source = y.FloatRow(row);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += source[i];
            }
        }
    }

    public static void UpsampleNearest(Tensor input, Tensor output)
    {
        var (height, width, channels) = (output.Shape[0], output.Shape[1], output.Shape[2]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                input.Floats((((long)(y / 2) * (width / 2)) + (x / 2)) * channels, channels)
                    .CopyTo(output.Floats((((long)y * width) + x) * channels, channels));
            }
        }
    }
}
