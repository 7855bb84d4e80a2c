using Chameleon.Bench.Yardsticks;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Roofline;

/// <summary>
/// Matrix times vector and times small batches at the shapes of a 7B model, beside the read bandwidth: decoding reads
/// every weight once per pass. Several matrices are read in turn, so that none is still in a cache.
/// </summary>
internal sealed class DecodeRoofline : IRoofline
{
    private const long BytesPerRun = 400 << 20;

    private static readonly (int In, int Out)[] Shapes = [(4096, 4096), (4096, 11008), (11008, 4096)];

    private readonly List<IDisposable> owned = [];
    private readonly List<Measurement> measurements = [];

    /// <param name="device">What is measured.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="forms">Element types, or what <c>--quantize</c> takes.</param>
    public DecodeRoofline(IComputeDevice device, int threads, IReadOnlyList<string> forms)
    {
        var bandwidth = new ReadBandwidth(device, threads);
        owned.Add(bandwidth);
        var read = new Measurement("read bandwidth", ReadBandwidth.ByteCount / 1e9, "GB/s", bandwidth.Run);
        measurements.Add(read);
        foreach (var form in forms)
        {
            foreach (var (inFeatures, outFeatures) in Shapes)
            {
                var weights = Pack(device, form, inFeatures, outFeatures);
                int[] batches = inFeatures == outFeatures ? [1, 2, 3, 4, 6, 8, 16] : [1];
                foreach (var rows in batches)
                {
                    measurements.Add(Measure(device, form, weights, rows, read));
                }
            }
        }
    }

    public IReadOnlyList<Measurement> Measurements => measurements;

    public void Dispose() => owned.ForEach(item => item.Dispose());

    private LinearWeight[] Pack(IComputeDevice device, string form, int inFeatures, int outFeatures)
    {
        var weights = new List<LinearWeight>();
        using var source = RandomWeights.Of(form, outFeatures, inFeatures).GetEnumerator();
        for (var bytes = 0L; bytes < BytesPerRun && source.MoveNext(); bytes += weights[^1].ByteCount)
        {
            weights.Add(device.PackLinear(source.Current));
            owned.Add(weights[^1]);
        }

        return [.. weights];
    }

    private Measurement Measure(IComputeDevice device, string form, LinearWeight[] weights, int rows, Measurement read)
    {
        var input = device.Upload(new RandomTensor(DType.F32, rows, weights[0].InFeatures));
        var output = device.Allocate(DType.F32, rows, weights[0].OutFeatures);
        owned.Add(input);
        owned.Add(output);
        return new Measurement(
            $"{form} [{rows}, {weights[0].InFeatures}] x [{weights[0].OutFeatures}, {weights[0].InFeatures}]",
            weights.Sum(weight => weight.ByteCount) / 1e9, "GB/s",
            () => Array.ForEach(weights, weight => device.Linear(input, weight, output)),
            read);
    }
}
