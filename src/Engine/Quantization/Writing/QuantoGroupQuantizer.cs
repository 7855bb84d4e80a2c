using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>quanto's 4- and 2-bit groups along rows, in float32 arithmetic, as quanto saves them.</summary>
internal sealed class QuantoGroupQuantizer : MatrixQuantizer
{
    private readonly QuantoType type;
    private readonly int groupSize;
    private readonly int groups;
    private readonly OutputTensor packed;
    private readonly OutputTensor scales;
    private readonly OutputTensor shifts;

    public QuantoGroupQuantizer(QuantoType type, HostTensor source, string module, string file)
        : base(source, file)
    {
        this.type = type;
        groupSize = QuantoType.GroupSize(Columns);
        groups = checked((int)(source.ElementCount / groupSize));
        packed = new OutputTensor($"{source.Name}._data._data", DType.U8, QuantoPacking.PackedRows(groups, type.Bits), groupSize);
        scales = new OutputTensor($"{source.Name}._scale", DType.F32, groups, 1);
        shifts = new OutputTensor($"{source.Name}._shift", DType.F32, groups, 1);
        Parts = [packed, scales, shifts, .. ActivationScales(module)];
    }

    public override IReadOnlyList<OutputTensor> Parts { get; }

    /// <summary>What quanto stores of activations that it leaves as they are.</summary>
    public static IEnumerable<OutputTensor> ActivationScales(string module) =>
        [One($"{module}.input_scale"), One($"{module}.output_scale")];

    public override void Run(ParallelOptions options)
    {
        var (bytes, steps, lows) = (new byte[packed.Length], new float[groups], new float[groups]);
        var packedRows = packed.Shape[0];
        Slices.Run(packedRows, groupSize, options, (first, count) =>
        {
            // The groups that share these bytes: neighbours in the lowest bits, neighbours further on in the next ones.
            for (var start = first; start < groups; start += packedRows)
            {
                var values = new float[Math.Min(count, groups - start) * groupSize];
                Source.ReadFloats((long)start * groupSize, values);
                for (var i = 0; i < values.Length / groupSize; i++)
                {
                    (steps[start + i], lows[start + i]) = Quantize(values.AsSpan(i * groupSize, groupSize), start + i, bytes.AsSpan((first + i) * groupSize, groupSize));
                }
            }
        });
        packed.Bytes = bytes;
        scales.Bytes = BytesOf(steps);
        shifts.Bytes = BytesOf(lows);
    }

    private static OutputTensor One(string name) => new(name, DType.F32) { Bytes = BytesOf([1f]) };

    private (float Scale, float Shift) Quantize(Span<float> values, int group, Span<byte> shared)
    {
        RequireFinite(Spans.MaxMagnitude(values), $"group {group}");
        Span<byte> codes = new byte[groupSize];
        var result = QuantoCodec.QuantizeShifted(type, values, DType.F32, codes);
        var bits = group / packed.Shape[0] * type.Bits;
        for (var i = 0; i < codes.Length; i++)
        {
            shared[i] |= (byte)(codes[i] << bits);
        }

        return result;
    }
}
