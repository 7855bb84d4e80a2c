using Chameleon.Engine.Compute.Cpu.Amx;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>Sums and scales become results by the law of whole-number products, group after group, at any width of vectors.</summary>
public sealed unsafe class TileJoinTests
{
    private const int Stride = 32;

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Groups_are_joined_in_ascending_order_to_what_was_there(int vectorBits)
    {
        var random = new Random(vectorBits);
        foreach (var (rows, groups, perSegment, left) in (ReadOnlySpan<(int, int, int, int)>)[(1, 1, 1, 1), (16, 5, 1, 1), (7, 9, 3, 2), (15, 32, 64, 32), (4, 8, 4, 4)])
        {
            var segments = 1 + ((groups + perSegment - left) / perSegment);
            int[] sums = [.. Enumerable.Range(0, groups * TileBlock.Sums).Select(_ => random.Next(-1 << 20, 1 << 20))];
            var (scales, steps) = (Values(segments * TileBlock.Side), Values(rows * groups));
            var before = Values(16 * Stride);
            float[] after = [.. before];
            fixed (int* first = sums)
            fixed (float* scale = scales, step = steps, target = after)
            {
                TileJoin.ForWidth(vectorBits).Join(
                    new TileSums
                    {
                        Sums = first,
                        Groups = groups,
                        Scales = scale,
                        GroupsPerSegment = perSegment,
                        LeftOfSegment = left,
                        Steps = step,
                        StepStride = groups,
                        Target = target,
                        TargetStride = Stride,
                    },
                    rows);
            }

            for (var i = 0; i < after.Length; i++)
            {
                var (row, column) = (i / Stride, i % Stride);
                var expected = before[i];
                for (var group = 0; group < groups && row < rows && column < TileBlock.Side; group++)
                {
                    var segment = (group + perSegment - left) / perSegment;
                    expected = MathF.FusedMultiplyAdd(
                        sums[(group * TileBlock.Sums) + (row * TileBlock.Side) + column],
                        scales[(segment * TileBlock.Side) + column] * steps[(row * groups) + group],
                        expected);
                }

                Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(after[i]));
            }
        }

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
