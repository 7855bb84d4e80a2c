using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Chameleon.Engine.Checkpoints.Packed;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models;

/// <summary>
/// Brings validated tensors to a device one by one, reports progress, can be cancelled between two tensors, and owns
/// everything that it made: disposing it gives all of that memory back. Tables stay where they are stored: what is
/// behind them goes to <see cref="Own"/>.
/// </summary>
/// <param name="device">Where weights go.</param>
/// <param name="tensors">The checkpoint's tensors, validated against the config.</param>
/// <param name="progress">Told after every tensor; may be null.</param>
/// <param name="quantizer">Quantises matrices on the way; null: they stay as they are.</param>
/// <param name="kept">Weights that are packed already, and where those go that are packed now; may be null. Stays the caller's.</param>
/// <param name="cancellationToken">Takes effect before the next tensor.</param>
internal sealed class WeightLoader(
    IComputeDevice device,
    IReadOnlyDictionary<string, HostTensor> tensors,
    IProgress<LoadProgress>? progress = null,
    WeightQuantizer? quantizer = null,
    PackedWeights? kept = null,
    CancellationToken cancellationToken = default) : IDisposable
{
    private readonly long bytesTotal = tensors.Values.Sum(tensor => tensor.StoredBytes);
    private readonly Stack<IDisposable> owned = new();
    private readonly HashSet<string> taken = [];
    private readonly SortedSet<DType> matrixTypes = [];
    private readonly SortedSet<string> quantizations = new(StringComparer.Ordinal);
    private long bytesDone;

    /// <summary>Where weights go.</summary>
    public IComputeDevice Device => device;

    /// <summary>Elements of all tensors taken so far.</summary>
    public long Parameters { get; private set; }

    /// <summary>Element types that the matrices are computed with: <c>BF16</c>, or <c>F32, BF16</c> when they are mixed.</summary>
    public string MatrixTypes => string.Join(", ", matrixTypes);

    /// <summary>Stored forms of the quantised matrices taken so far: <c>nf4, nested</c>; null when none was quantised.</summary>
    public string? Quantization => quantizations.Count == 0 ? null : string.Join("; ", quantizations);

    /// <summary>Hands something over that dies with this loader.</summary>
    public T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Push(resource);
        return resource;
    }

    /// <summary>A matrix <c>name.weight</c> [out, in] with <c>name.bias</c> [out] if it has one.</summary>
    public LinearWeight Linear(string name, bool hasBias = false)
    {
        var weight = Take($"{name}.weight");
        var bias = hasBias ? Take($"{name}.bias") : null;
        if (kept?.Find(name, MatrixOf(weight, hasBias)) is var (packed, format))
        {
            Note(format is null ? TypeOnDevice(weight) : DType.F32, format);
            return Own(packed);
        }

        weight = quantizer?.Convert(name, weight) ?? weight;
        format = (weight as QuantizedTensor)?.Format;
        Note(TypeOnDevice(weight), format);
        packed = Own(device.PackLinear(weight, bias));
        kept?.Keep(name, format, packed);
        return packed;
    }

    /// <summary>A kernel <c>name.weight</c> [out, in, size, size] with <c>name.bias</c> [out].</summary>
    public ConvolutionWeight Convolution(string name, ConvolutionGeometry geometry)
    {
        var (weight, bias) = (Take($"{name}.weight"), Take($"{name}.bias"));
        if (kept?.Find(name, MatrixOf(weight, hasBias: true), geometry) is { } found)
        {
            return Own(found);
        }

        var packed = Own(device.PackConvolution(weight, bias, geometry));
        kept?.Keep(name, packed);
        return packed;
    }

    /// <summary>A tensor in float32.</summary>
    public Tensor Floats(string name) => Own(device.Upload(Take(name)));

    /// <summary>SHA-256 of a tensor's values in float32, in hexadecimal.</summary>
    public string Fingerprint(string name) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(Take(name).ToFloats().AsSpan())));

    /// <summary>A table of embeddings, which stays where it is stored.</summary>
    public EmbeddingTable Table(string name) => new(Take(name));

    /// <summary>
    /// Parameters [heads, headDim] of a head norm in float32, from rows that are stored once, once per shard or once
    /// per head: each row serves consecutive heads.
    /// </summary>
    public Tensor HeadRows(string name, int heads)
    {
        var stored = Take(name);
        var (rows, headDim) = (stored.Shape[0], stored.Shape[1]);
        var values = stored.ToFloats();
        var expanded = new float[heads * headDim];
        for (var head = 0; head < heads; head++)
        {
            var row = head * rows / heads;
            values.AsSpan(row * headDim, headDim).CopyTo(expanded.AsSpan(head * headDim));
        }

        return Own(device.Upload(HostTensor.From(name, expanded, heads, headDim)));
    }

    /// <summary>Gives back what was made, last first.</summary>
    public void Dispose()
    {
        while (owned.TryPop(out var resource))
        {
            resource.Dispose();
        }
    }

    private static DType TypeOnDevice(HostTensor tensor) => tensor.DType == DType.BF16 ? DType.BF16 : DType.F32;

    private static MatrixShape MatrixOf(HostTensor weight, bool hasBias) =>
        new(weight.Shape[0], checked((int)Shape.Count(weight.Shape.AsSpan(1))), hasBias);

    private void Note(DType type, string? format)
    {
        matrixTypes.Add(type);
        if (format is not null)
        {
            quantizations.Add(format);
        }
    }

    private HostTensor Take(string name)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tensor = tensors[name];
        progress?.Report(new LoadProgress(LoadStage.Weights, taken.Count, tensors.Count, bytesDone, bytesTotal));
        if (taken.Add(name))
        {
            bytesDone += tensor.StoredBytes;
            Parameters += tensor.ElementCount;
        }

        return tensor;
    }
}
