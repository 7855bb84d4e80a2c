using System.Diagnostics.CodeAnalysis;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>The exceptions of all devices: each names its operation, what it got and what would have fitted.</summary>
internal static class ComputeThrow
{
    [DoesNotReturn]
    public static void Mismatch(string op, string firstName, Tensor first, string secondName, Tensor second, string rule) =>
        throw new ArgumentException($"{op}: {firstName} {first} and {secondName} {second} do not fit: {rule}.", firstName);

    [DoesNotReturn]
    public static void Mismatch(string op, string name, Tensor tensor, string rule) =>
        throw new ArgumentException($"{op}: {name} {tensor} does not fit: {rule}.", name);

    [DoesNotReturn]
    public static void Length(string op, string name, int length, string tensorName, Tensor tensor) =>
        throw new ArgumentException($"{op}: {length} {name} do not fit {tensorName} {tensor}, which needs {tensor.Rows}.", name);

    [DoesNotReturn]
    public static void Index(string op, string name, int at, int value, int limit) =>
        throw new ArgumentOutOfRangeException(name, value, $"{op}: {name}[{at}] is not in 0…{limit - 1}.");

    [DoesNotReturn]
    public static void Value(string op, string name, object value, string rule) =>
        throw new ArgumentException($"{op}: {name} {value} does not fit: {rule}.", name);

    [DoesNotReturn]
    public static void Range(string op, Tensor tensor, long start, int count) =>
        throw new ArgumentException($"{op}: elements {start}…{start + count} are not all inside {tensor} of {tensor.ElementCount} elements.", nameof(start));

    [DoesNotReturn]
    public static void CannotUpload(HostTensor source, DType wanted) =>
        throw new ArgumentException(
            $"Upload: '{source.Name}' {source.DType} {Shape.Describe(source.Shape)} cannot be kept as {wanted}: F32 holds every type, BF16 only what is stored as BF16.",
            nameof(wanted));
}
