namespace Chameleon.Engine.Quantization.EightBit;

/// <summary>
/// The mean as the reference's framework computes it on one thread with vectors of eight lanes, in its order of
/// additions: what nested statistics are stored against must equal it to the last bit.
/// </summary>
internal static class CascadeSum
{
    private const int Lanes = 8;
    private const int Chains = 4;
    private const int Levels = 4;

    /// <summary>The mean of at least one value.</summary>
    public static float Mean(ReadOnlySpan<float> values)
    {
        if (values.Length < Lanes)
        {
            return StridedSum(values, 0, 1, values.Length) / values.Length;
        }

        var vectors = values.Length / Lanes;
        var sum = 0f;
        foreach (var value in values[(vectors * Lanes)..])
        {
            sum += value;
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            sum += StridedSum(values, lane, Lanes, vectors);
        }

        return sum / values.Length;
    }

    /// <summary>Values a stride apart: four interleaved chains, added up at the end.</summary>
    private static float StridedSum(ReadOnlySpan<float> values, int first, int stride, int count)
    {
        var length = count / Chains;
        Span<float> chains = stackalloc float[Chains];
        for (var chain = 0; chain < Chains; chain++)
        {
            chains[chain] = ChainSum(values, first + (chain * stride), Chains * stride, length);
        }

        for (var i = length * Chains; i < count; i++)
        {
            chains[0] += values[first + (i * stride)];
        }

        return ((chains[0] + chains[1]) + chains[2]) + chains[3];
    }

    /// <summary>A chain is summed in runs, runs of runs, and so on, so that rounding errors stay small.</summary>
    private static float ChainSum(ReadOnlySpan<float> values, int first, int stride, int length)
    {
        var power = Math.Max(4, CeilingLog2(length) / Levels);
        var run = 1 << power;
        Span<float> sums = stackalloc float[Levels];
        sums.Clear();
        var i = 0;
        while (i + run <= length)
        {
            for (var end = i + run; i < end; i++)
            {
                sums[0] += values[first + (i * stride)];
            }

            for (var level = 1; level < Levels; level++)
            {
                sums[level] += sums[level - 1];
                sums[level - 1] = 0;
                if ((i & ((run - 1L) << (level * power))) != 0)
                {
                    break;
                }
            }
        }

        for (; i < length; i++)
        {
            sums[0] += values[first + (i * stride)];
        }

        return ((sums[0] + sums[1]) + sums[2]) + sums[3];
    }

    private static int CeilingLog2(int value) => value <= 1 ? 0 : 32 - int.LeadingZeroCount(value - 1);
}
