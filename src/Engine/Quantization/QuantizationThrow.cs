using System.Diagnostics.CodeAnalysis;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization;

/// <summary>One sentence with tensor, found and expected.</summary>
internal static class QuantizationThrow
{
    [DoesNotReturn]
    public static void Wrong(string file, string tensor, string found, string expected, string? hint = null) =>
        throw new CheckpointException(
            CheckpointErrorKind.InvalidQuantization, file, tensor, $"{found}, expected {expected}{(hint is null ? "." : $" ({hint}).")}");

    [DoesNotReturn]
    public static void Wrong(string file, HostTensor tensor, string expected, string? hint = null) =>
        Wrong(file, tensor.Name, $"is {Describe(tensor.DType, tensor.Shape)}", expected, hint);

    public static string Describe(DType dtype, ReadOnlySpan<int> shape) => $"{dtype} {Shape.Describe(shape)}";
}
