using Chameleon.Bench.Yardsticks;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Roofline;

/// <summary>Attention of prompts beside our own product, of single tokens over a long past beside the read bandwidth.</summary>
internal sealed class AttentionRoofline : IRoofline
{
    private const int Heads = 8;
    private const int HeadDim = 128;
    private const int DecodingHeads = 32;
    private const int DecodingLayers = 4;

    private readonly List<IDisposable> owned = [];
    private readonly List<Measurement> measurements = [];

    public AttentionRoofline(IComputeDevice device, int threads)
    {
        var bandwidth = Own(new ReadBandwidth(device, threads));
        var read = Add(new Measurement("read bandwidth", ReadBandwidth.ByteCount / 1e9, "GB/s", bandwidth.Run));
        var product = Add(Product(device, rows: 512, features: 2048));
        foreach (var tokens in (int[])[1024, 4096])
        {
            var prompt = Own(new CachedSequence(device, Heads, HeadDim, past: 0, tokens));
            Add(new Measurement($"attention, prompt of {tokens}", 2 * prompt.Products / 1e9, "GFLOPS", prompt.Attend, product));
        }

        var picture = Own(device.Upload(new RandomTensor(DType.F32, 32, 32, 512)));
        var attended = Own(device.Allocate(DType.F32, 32, 32, 512));
        Add(new Measurement(
            "spatial attention 32x32, 512", 4.0 * 1024 * 1024 * 512 / 1e9, "GFLOPS",
            () => device.SpatialAttention(picture, picture, picture, attended), product));

        foreach (var tokens in (int[])[256, 2048, 4096])
        {
            foreach (var form in Enum.GetValues<KvElement>())
            {
                Add(Decoding(device, form, tokens, read));
            }
        }
    }

    public IReadOnlyList<Measurement> Measurements => measurements;

    public void Dispose() => owned.ForEach(item => item.Dispose());

    /// <summary>One token behind so many, in the heads of a 7B model; what is read is far more than caches hold.</summary>
    private Measurement Decoding(IComputeDevice device, KvElement form, int tokens, Measurement read)
    {
        var decoding = Enumerable.Range(0, Math.Max(1, 2048 / tokens))
            .Select(_ => Own(new CachedSequence(device, DecodingHeads, HeadDim, tokens - 1, rows: 1, form, DecodingLayers)))
            .ToArray();
        return new Measurement(
            $"attention, one token at {tokens}, {form}", decoding.Sum(sequence => sequence.CacheBytes) / 1e9, "GB/s",
            () => Array.ForEach(decoding, sequence => sequence.Attend()), read);
    }

    private Measurement Product(IComputeDevice device, int rows, int features)
    {
        var weight = Own(device.PackLinear(new RandomTensor(DType.F32, features, features)));
        var input = Own(device.Upload(new RandomTensor(DType.F32, rows, features)));
        var output = Own(device.Allocate(DType.F32, rows, features));
        return new Measurement(
            $"F32 [{rows}, {features}] x [{features}, {features}]", 2.0 * rows * features * features / 1e9, "GFLOPS",
            () => device.Linear(input, weight, output));
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Add(item);
        return item;
    }

    private Measurement Add(Measurement measurement)
    {
        measurements.Add(measurement);
        return measurement;
    }
}
