using System.Diagnostics.CodeAnalysis;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>
/// What matrix products, convolutions and gathers ask of their operands, checked alike on every device.
/// All throw <see cref="ArgumentException"/> that names both shapes.
/// </summary>
internal static class OperandChecks
{
    public static void PackLinear(HostTensor weight, HostTensor? bias)
    {
        if (weight.Shape.Length != 2)
        {
            Refuse($"Tensor '{weight.Name}' of shape {Describe(weight)} is no matrix [out, in].", nameof(weight));
        }

        PackBias(weight, bias);
    }

    public static void PackConvolution(HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry)
    {
        var size = geometry.KernelSize;
        if (size < 1 || geometry.Stride < 1 || geometry.PadBefore < 0 || geometry.PadAfter < 0)
        {
            Refuse($"No convolution has the geometry {geometry}: size and stride start at 1, padding at 0.", nameof(geometry));
        }

        if (weight.Shape is not [_, _, var height, var width] || height != size || width != size)
        {
            Refuse(
                $"Tensor '{weight.Name}' of shape {Describe(weight)} is no kernel [out, in, {size}, {size}].",
                nameof(weight));
        }

        PackBias(weight, bias);
    }

    public static void Linear(Tensor input, LinearWeight weight, Tensor output)
    {
        RequireFloats(input, nameof(input));
        RequireFloats(output, nameof(output));
        if (input.Shape is not [var rows, var width] || width != weight.InFeatures
            || output.Shape is not [var outputRows, var outputWidth] || outputRows != rows || outputWidth != weight.OutFeatures)
        {
            Refuse(
                $"A weight [{weight.OutFeatures}, {weight.InFeatures}] maps [rows, {weight.InFeatures}] to " +
                $"[rows, {weight.OutFeatures}], got {Describe(input)} to {Describe(output)}.",
                nameof(output));
        }

        RequireApart(input, output);
    }

    public static void Convolution(Tensor input, ConvolutionWeight weight, Tensor output)
    {
        RequireFloats(input, nameof(input));
        RequireFloats(output, nameof(output));
        var geometry = weight.Geometry;
        if (input.Shape is not [var height, var width, var channels] || channels != weight.InChannels
            || output.Shape is not [var outputHeight, var outputWidth, var outputChannels]
            || outputChannels != weight.OutChannels
            || outputHeight != geometry.OutputSize(height) || outputWidth != geometry.OutputSize(width))
        {
            Refuse(
                $"A kernel [{weight.OutChannels}, {weight.InChannels}] with {geometry} maps [height, width, {weight.InChannels}] " +
                $"to [height', width', {weight.OutChannels}], got {Describe(input)} to {Describe(output)}.",
                nameof(output));
        }

        RequireApart(input, output);
    }

    public static void NearestCodes(Tensor latents, Tensor codebook, int codes)
    {
        RequireFloats(latents, nameof(latents));
        RequireFloats(codebook, nameof(codebook));
        if (latents.Shape is not [var height, var width, var channels]
            || codebook.Shape is not [> 0, var codebookWidth] || codebookWidth != channels
            || (long)height * width != codes)
        {
            Refuse(
                $"Nearest codes needs latents [height, width, channels], a codebook [codes, channels] and height · width results, " +
                $"got {Describe(latents)}, {Describe(codebook)} and {codes}.",
                nameof(codes));
        }
    }

    public static void GatherRows(Tensor input, ReadOnlySpan<int> rows, Tensor output)
    {
        RequireFloats(input, nameof(input));
        Gather(rows, input, output, nameof(rows));
        RequireApart(input, output);
    }

    /// <summary>The weight as the type that a device packs, or a refusal of another device's.</summary>
    public static TWeight Own<TWeight>(object weight)
        where TWeight : class
    {
        if (weight is not TWeight own)
        {
            Refuse($"A {weight.GetType().Name} was packed by another device; this one multiplies by {typeof(TWeight).Name}.", nameof(weight));
            return null;
        }

        return own;
    }

    private static void Gather(ReadOnlySpan<int> rows, Tensor table, Tensor output, string name)
    {
        RequireFloats(output, nameof(output));
        if (table.Shape is not [var count, ..] || output.Shape is not [var outputRows, ..] || outputRows != rows.Length
            || !table.Shape[1..].SequenceEqual(output.Shape[1..]))
        {
            Refuse(
                $"Gathering {rows.Length} rows of {Describe(table)} does not give {Describe(output)}.",
                nameof(output));
            return;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(name, rows[i], $"Entry {i} must name a row of {Describe(table)}: 0 to {count - 1}.");
            }
        }
    }

    private static void PackBias(HostTensor weight, HostTensor? bias)
    {
        if (bias is not null && (bias.Shape.Length != 1 || bias.Shape[0] != weight.Shape[0]))
        {
            Refuse(
                $"Bias '{bias.Name}' of shape {Describe(bias)} does not fit '{weight.Name}' of shape {Describe(weight)}: " +
                $"expected [{weight.Shape[0]}].",
                nameof(bias));
        }
    }

    private static void RequireFloats(Tensor tensor, string name)
    {
        if (tensor.DType != DType.F32)
        {
            Refuse($"Activations are F32, got {tensor}.", name);
        }
    }

    private static void RequireApart(Tensor input, Tensor output)
    {
        if (ReferenceEquals(input, output))
        {
            Refuse($"Input and output {input} are the same tensor; this operation does not work in place.", nameof(output));
        }
    }

    private static string Describe(HostTensor tensor) => Shape.Describe(tensor.Shape);

    private static string Describe(Tensor tensor) => Shape.Describe(tensor.Shape);

    [DoesNotReturn]
    private static void Refuse(string message, string name) => throw new ArgumentException(message, name);
}
