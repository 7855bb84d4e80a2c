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

    public DecodeRoofline(IComputeDevice device, int threads)
    {
        var bandwidth = new ReadBandwidth(device, threads);
        owned.Add(bandwidth);
        var read = new Measurement("read bandwidth", ReadBandwidth.ByteCount / 1e9, "GB/s", bandwidth.Run);
        measurements.Add(read);
        foreach (var dtype in (DType[])[DType.BF16, DType.F32])
        {
            foreach (var (inFeatures, outFeatures) in Shapes)
            {
                var weights = Pack(device, dtype, inFeatures, outFeatures);
                int[] batches = inFeatures == outFeatures ? [1, 2, 3, 6, 8, 16] : [1];
                foreach (var rows in batches)
                {
                    measurements.Add(Measure(device, dtype, weights, rows, read));
                }
            }
        }
    }

    public IReadOnlyList<Measurement> Measurements => measurements;

    public void Dispose() => owned.ForEach(item => item.Dispose());

    private LinearWeight[] Pack(IComputeDevice device, DType dtype, int inFeatures, int outFeatures)
    {
        var bytes = (long)inFeatures * outFeatures * dtype.Size();
        var weights = new LinearWeight[((BytesPerRun - 1) / bytes) + 1];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = device.PackLinear(new RandomTensor(dtype, outFeatures, inFeatures));
            owned.Add(weights[i]);
        }

        return weights;
    }

    private Measurement Measure(IComputeDevice device, DType dtype, LinearWeight[] weights, int rows, Measurement read)
    {
        var input = device.Upload(new RandomTensor(DType.F32, rows, weights[0].InFeatures));
        var output = device.Allocate(DType.F32, rows, weights[0].OutFeatures);
        owned.Add(input);
        owned.Add(output);
        return new Measurement(
            $"{dtype} [{rows}, {weights[0].InFeatures}] x [{weights[0].OutFeatures}, {weights[0].InFeatures}]",
            weights.Sum(weight => weight.ByteCount) / 1e9, "GB/s",
            () => Array.ForEach(weights, weight => device.Linear(input, weight, output)),
            read);
    }
}
