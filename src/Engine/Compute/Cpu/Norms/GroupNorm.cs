using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>
/// Group norm over channels-last pictures in three passes: means, variances about the means, the values themselves.
/// A group of a large picture has millions of values, so sums over more than a chunk are in float64.
/// </summary>
internal static unsafe class GroupNorm<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int ChunkPositions = 128;
    private const int ScaleCost = 4;

    /// <param name="input">[positions, channels].</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="shape">Sizes, and whether x · sigmoid(x) follows.</param>
    /// <param name="output">[positions, channels].</param>
    /// <param name="pool">Does the work.</param>
    /// <param name="workspace">Takes the sums.</param>
    public static void Apply(
        float* input, float* weight, float* bias, GroupNormShape shape, float* output, WorkerPool pool, Workspace workspace)
    {
        var channels = shape.Channels;
        var chunks = Split.Every(shape.Positions, ChunkPositions);
        var means = workspace.Floats((long)(chunks.JobCount + 2) * channels); // [channels]
        var factors = means + channels; // [channels]
        var sums = factors + channels; // [chunks, channels]

        pool.Run(chunks.JobCount, new ChannelSums<TVector, TIsa>(input, null, sums, channels, chunks));
        for (var group = 0; group < shape.Groups; group++)
        {
            shape.Members(means, group).Fill((float)GroupMean(sums, chunks.JobCount, shape, group));
        }

        pool.Run(chunks.JobCount, new ChannelSums<TVector, TIsa>(input, means, sums, channels, chunks));
        for (var group = 0; group < shape.Groups; group++)
        {
            var variance = GroupMean(sums, chunks.JobCount, shape, group);
            shape.Members(factors, group).Fill((float)(1 / Math.Sqrt(variance + shape.Epsilon)));
        }

        for (var channel = 0; channel < channels; channel++)
        {
            factors[channel] *= weight[channel];
        }

        var positions = Split.Of(shape.Positions, channels * (shape.Swish ? ScaleCost : 1), pool.ThreadCount);
        pool.Run(positions.JobCount, new ChannelScaleJob<TVector, TIsa>(
            input, means, factors, bias, shape.Swish, output, channels, positions));
    }

    private static double GroupMean(float* sums, int chunks, GroupNormShape shape, int group)
    {
        var sum = 0.0;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            foreach (var value in shape.Members(sums + ((long)chunk * shape.Channels), group))
            {
                sum += value;
            }
        }

        return sum / ((double)shape.Positions * shape.GroupSize);
    }
}
