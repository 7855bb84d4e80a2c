using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models;

/// <summary>
/// Rotary positions of one pass: cos and sin of every row, computed in float32 as transformers does (inverse
/// frequencies, then angle, then cosine, each rounded). Not thread-safe.
/// </summary>
internal sealed class RotaryEmbedding(IComputeDevice device, RopeConfig config, int headDim, int maxPositionEmbeddings) : IDisposable
{
    private readonly float[] frequencies = new float[headDim / 2];
    private int frequenciesLength = -1;
    private float[] cosines = [];
    private float[] sines = [];
    private int[] rowIndices = [];
    private Tensor? cos;
    private Tensor? sin;

    /// <summary>Positions that the scaling was made for.</summary>
    public int MaxPositions { get; } = (int)Math.Min(maxPositionEmbeddings * config.Factor, 1 << 24);

    /// <summary>Whether keys turned for one sequence length are right at another.</summary>
    public bool CanExtend(int cachedLength, int newLength) =>
        config.Scaling != RopeScaling.Dynamic
        || cachedLength == 0
        || BaseLength(cachedLength) == BaseLength(newLength);

    /// <summary>Computes cos and sin for the rows of a pass.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="baseLength">Sequence length that a dynamic base belongs to; null: each sequence's own.</param>
    public void Prepare(RaggedBatch rows, int? baseLength = null)
    {
        Reserve(rows.RowCount);
        var half = frequencies.Length;
        foreach (ref readonly var sequence in rows.Sequences)
        {
            SetFrequencies(BaseLength(baseLength ?? sequence.PastLength + sequence.RowCount));
            for (var row = sequence.FirstRow; row < sequence.FirstRow + sequence.RowCount; row++)
            {
                float position = rows.Positions[row];
                for (var i = 0; i < half; i++)
                {
                    (sines[(row * half) + i], cosines[(row * half) + i]) = MathF.SinCos(position * frequencies[i]);
                }
            }
        }

        device.Write(cosines.AsSpan(0, rows.RowCount * half), cos!);
        device.Write(sines.AsSpan(0, rows.RowCount * half), sin!);
    }

    /// <summary>Turns x [rows, heads · headDim] in place by the prepared positions.</summary>
    public void Apply(Tensor x) => device.Rope(x, rowIndices.AsSpan(0, x.Rows), cos!, sin!, headDim);

    /// <inheritdoc/>
    public void Dispose()
    {
        cos?.Dispose();
        sin?.Dispose();
    }

    /// <summary>Length of sequence that the base belongs to.</summary>
    private int BaseLength(int sequenceLength) =>
        config.Scaling == RopeScaling.Dynamic ? Math.Max(sequenceLength, maxPositionEmbeddings) : maxPositionEmbeddings;

    private void SetFrequencies(int baseLength)
    {
        if (baseLength == frequenciesLength)
        {
            return;
        }

        frequenciesLength = baseLength;
        var theta = (float)config.Theta;
        if (baseLength > maxPositionEmbeddings)
        {
            var factor = (float)config.Factor;
            var stretch = (factor * baseLength / maxPositionEmbeddings) - (float)(config.Factor - 1);
            theta *= MathF.Pow(stretch, (float)(headDim / (headDim - 2.0)));
        }

        var divisor = config.Scaling == RopeScaling.Linear ? (float)config.Factor : 1;
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = 1 / MathF.Pow(theta, 2f * i / headDim) / divisor;
            frequencies[i] = config.BFloat16Frequencies
                ? FloatConversion.FromBFloat16(FloatConversion.ToBFloat16(frequency))
                : frequency;
        }
    }

    private void Reserve(int rowCount)
    {
        if (rowIndices.Length >= rowCount)
        {
            return;
        }

        Dispose();
        var capacity = Math.Max(rowCount, rowIndices.Length * 2);
        rowIndices = [.. Enumerable.Range(0, capacity)];
        cosines = new float[capacity * frequencies.Length];
        sines = new float[capacity * frequencies.Length];
        cos = device.Allocate(DType.F32, capacity, frequencies.Length);
        sin = device.Allocate(DType.F32, capacity, frequencies.Length);
    }
}
