using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class QuantoGoldenTests
{
    public static TheoryData<string> All => QuantGolden.Ids("quanto");

    [Theory]
    [MemberData(nameof(All))]
    public void Quantising_gives_the_library_s_codes_and_restoring_them_its_values(string id)
    {
        using var golden = QuantGolden.Open(id);
        var type = QuantoType.All.Single(candidate => candidate.Name == golden.Text("qtype"));
        var matrix = new GroupedMatrix(golden);
        var zeroPoint = golden.Case.TryGetProperty("zeropoint", out var wanted) && wanted.GetBoolean();
        var scales = golden.Floats("scale");
        var shifts = golden.Has("shift") ? golden.Floats("shift") : [];
        var (codes, values) = (new byte[matrix.Count], new float[matrix.Count]);
        for (var group = 0; group < scales.Length; group++)
        {
            var source = matrix.Gather(group);
            var (groupCodes, restored) = (new byte[source.Length], new float[source.Length]);
            if (!type.IsPacked)
            {
                var scale = QuantoCodec.Quantize(type, source, golden.DType, groupCodes);
                QuantGolden.AssertSameBits([scales[group]], [scale], $"scale {group}");
                QuantoCodec.Dequantize(type, groupCodes, scale, golden.DType, restored);
            }
            else if (zeroPoint)
            {
                var (scale, zero) = QuantoCodec.QuantizeZeroPoint(type, source, golden.DType, groupCodes);
                QuantGolden.AssertSameBits([scales[group], shifts[group]], [scale, zero], $"scale and zero point {group}");
                QuantoCodec.DequantizeZeroPoint(groupCodes, scale, zero, golden.DType, restored);
            }
            else
            {
                var (scale, shift) = QuantoCodec.QuantizeShifted(type, source, golden.DType, groupCodes);
                QuantGolden.AssertSameValues([scales[group], shifts[group]], [scale, shift], $"scale and shift {group}");
                QuantoCodec.DequantizeShifted(groupCodes, scale, shift, golden.DType, restored);
            }

            matrix.Scatter(group, groupCodes, restored, codes, values);
        }

        AssertCodes(golden, type, matrix, codes);
        QuantGolden.AssertSameValues(golden.Floats("dequant"), values, "restored values");
    }

    [Fact]
    public void Rows_are_grouped_as_the_library_groups_them()
    {
        var sizes = QuantGolden.Index.GetProperty("quanto_qlinear_group_size_by_in_features");
        foreach (var size in sizes.EnumerateObject())
        {
            var inFeatures = int.Parse(size.Name);
            Assert.Equal(size.Value.ValueKind == System.Text.Json.JsonValueKind.Null ? inFeatures : size.Value.GetInt32(), QuantoType.GroupSize(inFeatures));
        }
    }

    private static void AssertCodes(QuantGolden golden, QuantoType type, GroupedMatrix matrix, byte[] codes)
    {
        if (!type.IsPacked)
        {
            Assert.Equal(golden.Bytes("data"), codes);
            return;
        }

        var grouped = matrix.InGroupOrder(codes);
        var packed = new byte[QuantoPacking.PackedRows(matrix.GroupedRows, type.Bits) * matrix.GroupedColumns];
        QuantoPacking.Pack(grouped, matrix.GroupedRows, matrix.GroupedColumns, type.Bits, packed);
        Assert.Equal(golden.Bytes("data_packed"), packed);
        for (var row = 0; row < matrix.GroupedRows; row++)
        {
            var bytes = packed.AsSpan(row % (packed.Length / matrix.GroupedColumns) * matrix.GroupedColumns, matrix.GroupedColumns).ToArray();
            QuantoPacking.Unpack(bytes, row, matrix.GroupedRows, type.Bits);
            Assert.Equal(grouped[(row * matrix.GroupedColumns)..((row + 1) * matrix.GroupedColumns)], bytes);
        }
    }

    /// <summary>
    /// A weight [R, C] as the matrix whose rows (axis 0) or columns (axis −1) are the groups. In groups of g along axis −1
    /// that is [g, C · R/g]: g rows of the weight in one column.
    /// </summary>
    private sealed class GroupedMatrix
    {
        private readonly float[] weight;
        private readonly int columns;
        private readonly bool byRow;

        public GroupedMatrix(QuantGolden golden)
        {
            var source = golden.Tensor("w");
            (weight, columns) = (source.ToFloats(), source.Shape[1]);
            byRow = golden.Int("axis") == 0;
            var size = golden.Case.GetProperty("group_size");
            var natural = byRow ? columns : source.Shape[0];
            var group = size.ValueKind == System.Text.Json.JsonValueKind.Null ? natural : size.GetInt32();
            (GroupedRows, GroupedColumns) = byRow ? (weight.Length / group, group) : (group, weight.Length / group);
        }

        public int Count => weight.Length;

        public int GroupedRows { get; }

        public int GroupedColumns { get; }

        public float[] Gather(int group) => [.. Places(group).Select(place => weight[place])];

        public void Scatter(int group, byte[] groupCodes, float[] groupValues, byte[] codes, float[] values)
        {
            foreach (var (place, i) in Places(group).Select((place, i) => (place, i)))
            {
                (codes[place], values[place]) = (groupCodes[i], groupValues[i]);
            }
        }

        public byte[] InGroupOrder(byte[] codes)
        {
            var grouped = new byte[codes.Length];
            for (var group = 0; group < (byRow ? GroupedRows : GroupedColumns); group++)
            {
                foreach (var (place, i) in Places(group).Select((place, i) => (place, i)))
                {
                    grouped[byRow ? (group * GroupedColumns) + i : (i * GroupedColumns) + group] = codes[place];
                }
            }

            return grouped;
        }

        private IEnumerable<int> Places(int group)
        {
            if (byRow)
            {
                return Enumerable.Range(group * GroupedColumns, GroupedColumns);
            }

            var blocks = weight.Length / columns / GroupedRows;
            var (column, block) = (group / blocks, group % blocks);
            return Enumerable.Range(0, GroupedRows).Select(i => ((((block * GroupedRows) + i) * columns) + column));
        }
    }
}
