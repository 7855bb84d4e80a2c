using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>What the shapes of each operation's arguments must be, checked once for every device.</summary>
internal static class OpShapes
{
    public static void RequireFloat32(string op, Tensor tensor, string name = "tensor")
    {
        if (tensor.DType != DType.F32)
        {
            ComputeThrow.Mismatch(op, name, tensor, "activations are F32");
        }
    }

    /// <summary>[*, width] all alike.</summary>
    public static void RequireSame(string op, string firstName, Tensor first, string secondName, Tensor second)
    {
        RequireFloat32(op, first, firstName);
        RequireFloat32(op, second, secondName);
        if (!first.Shape.SequenceEqual(second.Shape))
        {
            ComputeThrow.Mismatch(op, firstName, first, secondName, second, "both have the same shape");
        }
    }

    /// <summary>[rows, width], weight [width].</summary>
    public static void RmsNorm(Tensor input, Tensor weight, Tensor output)
    {
        const string Op = nameof(IComputeDevice.RmsNorm);
        RequireSame(Op, nameof(input), input, nameof(output), output);
        RequireFloat32(Op, weight, nameof(weight));
        if (weight.ElementCount != input.RowSize)
        {
            ComputeThrow.Mismatch(Op, nameof(input), input, nameof(weight), weight, "one weight for each element of a row");
        }
    }

    /// <summary>[rows, heads · headDim], weight and bias [heads, headDim].</summary>
    public static void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias)
    {
        const string Op = nameof(IComputeDevice.HeadLayerNorm);
        RequireFloat32(Op, x, nameof(x));
        RequireSame(Op, nameof(weight), weight, nameof(bias), bias);
        if (weight.Shape.Length != 2 || weight.ElementCount != x.RowSize)
        {
            ComputeThrow.Mismatch(Op, nameof(x), x, nameof(weight), weight, "x is [rows, heads · headDim] and weight [heads, headDim]");
        }
    }

    /// <summary>x [rows, heads · headDim], cos and sin [positions, headDim / 2].</summary>
    public static void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim)
    {
        const string Op = nameof(IComputeDevice.Rope);
        RequireFloat32(Op, x, nameof(x));
        RequireSame(Op, nameof(cos), cos, nameof(sin), sin);
        if (headDim <= 0 || headDim % 2 != 0 || x.RowSize % headDim != 0)
        {
            ComputeThrow.Mismatch(Op, nameof(x), x, $"a row is a multiple of an even head length, here {headDim}");
        }

        if (cos.RowSize != headDim / 2)
        {
            ComputeThrow.Mismatch(Op, nameof(x), x, nameof(cos), cos, $"cos and sin are [positions, {headDim / 2}]");
        }

        RequireIndices(Op, nameof(positions), positions, cos.Rows, x);
    }

    /// <summary>All [rows, width].</summary>
    public static void Gate(Tensor gate, Tensor up, Tensor output)
    {
        RequireSame(nameof(IComputeDevice.Gate), nameof(gate), gate, nameof(up), up);
        RequireSame(nameof(IComputeDevice.Gate), nameof(gate), gate, nameof(output), output);
    }

    /// <summary>[height, width, channels], weight and bias [channels].</summary>
    public static void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, Tensor output)
    {
        const string Op = nameof(IComputeDevice.GroupNorm);
        RequireSame(Op, nameof(input), input, nameof(output), output);
        RequireSame(Op, nameof(weight), weight, nameof(bias), bias);
        RequirePicture(Op, nameof(input), input);
        var channels = input.Shape[2];
        if (weight.ElementCount != channels)
        {
            ComputeThrow.Mismatch(Op, nameof(input), input, nameof(weight), weight, "one weight for each channel");
        }

        if (groups <= 0 || channels % groups != 0)
        {
            ComputeThrow.Value(Op, nameof(groups), groups, $"it divides the {channels} channels");
        }
    }

    /// <summary>[height, width, channels] to [2 · height, 2 · width, channels].</summary>
    public static void UpsampleNearest(Tensor input, Tensor output)
    {
        const string Op = nameof(IComputeDevice.UpsampleNearest);
        RequireFloat32(Op, input, nameof(input));
        RequireFloat32(Op, output, nameof(output));
        RequirePicture(Op, nameof(input), input);
        RequirePicture(Op, nameof(output), output);
        if (output.Shape[0] != 2 * input.Shape[0] || output.Shape[1] != 2 * input.Shape[1] || output.Shape[2] != input.Shape[2])
        {
            ComputeThrow.Mismatch(Op, nameof(input), input, nameof(output), output, "height and width double, channels stay");
        }
    }

    /// <summary>All [height, width, channels].</summary>
    public static void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output)
    {
        const string Op = nameof(IComputeDevice.SpatialAttention);
        RequirePicture(Op, nameof(queries), queries);
        RequireSame(Op, nameof(queries), queries, nameof(keys), keys);
        RequireSame(Op, nameof(queries), queries, nameof(values), values);
        RequireSame(Op, nameof(queries), queries, nameof(output), output);
    }

    private static void RequirePicture(string op, string name, Tensor tensor)
    {
        if (tensor.Shape.Length != 3)
        {
            ComputeThrow.Mismatch(op, name, tensor, "vision tensors are [height, width, channels]");
        }
    }

    private static void RequireIndices(string op, string name, ReadOnlySpan<int> indices, int limit, Tensor output)
    {
        if (indices.Length != output.Rows)
        {
            ComputeThrow.Length(op, name, indices.Length, nameof(output), output);
        }

        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)limit)
            {
                ComputeThrow.Index(op, name, i, indices[i], limit);
            }
        }
    }
}
