using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Norms with statistics in float64.</summary>
internal static class ReferenceNorms
{
    public static void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output)
    {
        var w = weight.Floats(0, (int)weight.ElementCount);
        for (var row = 0; row < input.Rows; row++)
        {
            var x = input.FloatRow(row);
            var y = output.FloatRow(row);
            var squares = 0.0;
            foreach (var value in x)
            {
                squares += (double)value * value;
            }

            var factor = 1 / Math.Sqrt((squares / x.Length) + epsilon);
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = (float)(w[i] * (x[i] * factor));
            }
        }
    }

    public static void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon)
    {
        var (heads, headDim) = (weight.Shape[0], weight.Shape[1]);
        for (var row = 0; row < x.Rows; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                var values = x.FloatRow(row).Slice(head * headDim, headDim);
                var (mean, factor) = Statistics(values, epsilon);
                var w = weight.FloatRow(head);
                var b = bias.FloatRow(head);
                for (var i = 0; i < headDim; i++)
                {
                    values[i] = (float)(((values[i] - mean) * factor * w[i]) + b[i]);
                }
            }
        }
    }

    public static void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output)
    {
        var channels = input.Shape[2];
        var positions = input.Shape[0] * input.Shape[1];
        var groupSize = channels / groups;
        var w = weight.Floats(0, channels);
        var b = bias.Floats(0, channels);
        var members = new float[positions * groupSize];
        for (var group = 0; group < groups; group++)
        {
            for (var position = 0; position < positions; position++)
            {
                input.Floats(((long)position * channels) + (group * groupSize), groupSize)
                    .CopyTo(members.AsSpan(position * groupSize));
            }

            var (mean, factor) = Statistics(members, epsilon);
            for (var i = 0; i < members.Length; i++)
            {
                var channel = (group * groupSize) + (i % groupSize);
                var value = ((members[i] - mean) * factor * w[channel]) + b[channel];
                output.Floats(((long)(i / groupSize) * channels) + channel, 1)[0] =
                    (float)(swish ? value / (1 + Math.Exp(-value)) : value);
            }
        }
    }

    private static (double Mean, double Factor) Statistics(ReadOnlySpan<float> values, float epsilon)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, 1 / Math.Sqrt((squares / values.Length) + epsilon));
    }
}
