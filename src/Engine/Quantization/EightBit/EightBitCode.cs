namespace Chameleon.Engine.Quantization.EightBit;

/// <summary>
/// A table of 256 ascending values for blocks scaled to [−1, 1]. The rank of a value is the number of midpoints strictly
/// below it, so ties go down; the CPU library looks the rank up for one of 65,536 steps instead. Immutable.
/// </summary>
internal sealed class EightBitCode
{
    public const int Count = 256;

    private const int Steps = 65_536;

    private readonly float[] values;
    private readonly float[] midpoints;
    private readonly byte[] rankOfStep;

    /// <param name="values">256 values, ascending.</param>
    public EightBitCode(ReadOnlySpan<float> values)
    {
        this.values = values.ToArray();
        midpoints = new float[Count - 1];
        for (var i = 0; i < midpoints.Length; i++)
        {
            midpoints[i] = 0.5f * (values[i] + values[i + 1]);
        }

        rankOfStep = new byte[Steps];
        for (var (step, rank) = (0, 0); step < Steps; step++)
        {
            var scaled = -1 + (2.0 * step / (Steps - 1));
            while (rank < midpoints.Length && midpoints[rank] < scaled)
            {
                rank++;
            }

            rankOfStep[step] = (byte)rank;
        }
    }

    /// <summary>The signed dynamic map, whose steps grow with the magnitude: what nested statistics are stored in.</summary>
    public static EightBitCode Dynamic { get; } = new(DynamicValues());

    /// <summary>The value of each code.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The rank for each step from −1 to 1.</summary>
    public ReadOnlySpan<byte> RankOfStep => rankOfStep;

    /// <summary>As the CPU library quantises: off by some codes near zero, and code 0 in a block of zeros (NaN).</summary>
    public byte ByTable(float scaled)
    {
        var step = (Math.Clamp(scaled, -1, 1) + 1) * 0.5f * (Steps - 1);
        return float.IsNaN(step) ? (byte)0 : rankOfStep[(int)(step + 0.5f)];
    }

    /// <summary>As the device-independent form quantises: the nearest value, that of zero in a block of zeros (NaN).</summary>
    public byte Nearest(float scaled)
    {
        scaled = float.IsNaN(scaled) ? 0 : scaled;
        var (from, to) = (0, midpoints.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = midpoints[middle] < scaled ? (middle + 1, to) : (from, middle);
        }

        return (byte)from;
    }

    /// <summary>For i = 0…6 the middles of 2ⁱ equal parts of [0.1, 1], times 10^(i−6), with both signs; and 0 and 1.</summary>
    private static float[] DynamicValues()
    {
        const int Decades = 7;
        var values = new List<float> { 0, 1 };
        for (var decade = 0; decade < Decades; decade++)
        {
            var parts = 1 << decade;
            var scale = (float)Math.Pow(10, decade - (Decades - 1));
            for (var part = 0; part < parts; part++)
            {
                var magnitude = scale * ((Edge(part, parts) + Edge(part + 1, parts)) / 2);
                values.Add(magnitude);
                values.Add(-magnitude);
            }
        }

        values.Sort();
        return [.. values];
    }

    /// <summary>Counted from the nearer end with fused operations, as the reference divides an interval in float32.</summary>
    private static float Edge(int index, int parts)
    {
        var step = (1 - 0.1f) / parts;
        return index < (parts + 1) / 2 ? MathF.FusedMultiplyAdd(step, index, 0.1f) : MathF.FusedMultiplyAdd(-step, parts - index, 1);
    }
}
