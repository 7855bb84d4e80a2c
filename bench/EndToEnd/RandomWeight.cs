using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.EndToEnd;

/// <summary>
/// A tensor of random values with no file behind it, so that a model of any shape can be timed. One stretch of values
/// repeats: making them costs no more than reading a warm file.
/// </summary>
internal sealed class RandomWeight : HostTensor
{
    private const int PatternElements = 1 << 16;

    private static readonly ConcurrentDictionary<(DType, float), byte[]> Patterns = new();

    private readonly byte[] pattern;

    public RandomWeight(string name, DType dtype, int[] shape)
        : base(name, dtype, shape)
    {
        // Norm weights around one keep activations of ordinary size through any number of layers.
        var isNormWeight = name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal);
        pattern = Patterns.GetOrAdd((dtype, isNormWeight ? 1 : 0), key => MakePattern(key.Item1, key.Item2));
    }

    public override void Read(long byteOffset, Span<byte> destination)
    {
        var start = (int)(byteOffset % pattern.Length);
        while (destination.Length > 0)
        {
            var count = Math.Min(destination.Length, pattern.Length - start);
            pattern.AsSpan(start, count).CopyTo(destination);
            destination = destination[count..];
            start = 0;
        }
    }

    private static byte[] MakePattern(DType dtype, float mean)
    {
        var random = new Random(1);
        var values = new float[PatternElements];
        foreach (ref var value in values.AsSpan())
        {
            value = mean + ((random.NextSingle() - 0.5f) * 0.07f);
        }

        return dtype switch
        {
            DType.F32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            DType.BF16 => MemoryMarshal.AsBytes(Array.ConvertAll(values, FloatConversion.ToBFloat16).AsSpan()).ToArray(),
            _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Random tensors are F32 or BF16."),
        };
    }
}
