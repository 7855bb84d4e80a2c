using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Integer;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Many rows of whole numbers times a matrix of whole numbers, by tiles: the bits of <see cref="IntegerProduct{TWeights}"/>.
/// A pair of panels is restored to bytes once for all rows, some groups at a time, so that it and the sums stay in the
/// second-level cache. One job multiplies all rows by some neighbouring pairs.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="tiles">The rows in tiles.</param>
/// <param name="machine">Multiplies.</param>
/// <param name="join">Joins.</param>
/// <param name="panelsPerJob">Panels of a job, an even number.</param>
internal readonly unsafe struct TileProduct<TWeights>(
    Product product, IntegerPanels weights, IntegerActivations activations, TileActivations tiles, ITileMachine machine, TileJoin join, int panelsPerJob) : IJob
    where TWeights : IIntegerWeights
{
    /// <summary>Groups between two joins: 64 KiB of weights, 128 KiB of sums.</summary>
    private const int MaxGroups = 32;

    private const int WeightFloats = MaxGroups * TileBlock.OperandBytes / sizeof(float);
    private const int SumFloats = MaxGroups * TileBlock.Sums;

    public void Run(int index)
    {
        var depth = MaxGroups * activations.GroupLength;
        var scratch = KernelScratch.Rent(WeightFloats + SumFloats + (activations.Rows * TileBlock.Rows) + (TileBlock.Tiles * weights.ScratchFloats(depth)));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel += TileBlock.Tiles)
        {
            Multiply(panel, Math.Min(TileBlock.Tiles, end - panel), scratch, scratch + WeightFloats + SumFloats);
        }
    }

    private void Multiply(int panel, int panels, float* scratch, float* results)
    {
        var resultFloats = activations.Rows * TileBlock.Rows;
        new Span<float>(results, resultFloats).Clear();
        var configuration = TileConfiguration.For(activations.GroupLength);
        var arguments = new TileArguments { Configuration = &configuration, Weights = (sbyte*)scratch, Sums = (int*)(scratch + WeightFloats) };
        var scales = stackalloc float*[TileBlock.Tiles];
        for (var group = 0; group < activations.Groups; group += MaxGroups)
        {
            arguments.Groups = Math.Min(MaxGroups, activations.Groups - group);
            var start = group * activations.GroupLength;
            var depth = Math.Min((int)arguments.Groups * activations.GroupLength, activations.Width - start);
            for (var i = 0; i < panels; i++)
            {
                scales[i] = weights.Scales(panel + i, start, depth, results + resultFloats + (i * weights.ScratchFloats(depth)));
                Restore(panel + i, start, depth, arguments.Weights + (i * TileBlock.TileBytes));
            }

            for (var block = 0; block < tiles.Blocks; block++)
            {
                arguments.Activations = tiles.Tiles(block, group);
                machine.Run(&arguments);
                Join(arguments, block, group, scales, panels, results);
            }
        }

        for (var row = 0; row < activations.Rows; row++)
        {
            for (var i = 0; i < panels; i++)
            {
                product.Finish(results + (row * TileBlock.Rows) + (i * TileBlock.Side), row, panel + i, TileBlock.Side);
            }
        }
    }

    /// <summary>Puts the numbers of a panel at inner indices [start, start + depth) where the panel's tiles are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Restore(int panel, int start, int depth, sbyte* target)
    {
        var table = weights.Table.Low;
        var unit = weights.Codes(panel, TWeights.UnitBytes) + ((nint)start / IntegerPanels.UnitDepth * TWeights.UnitBytes);
        for (; depth > 0; depth -= activations.GroupLength, target += TileBlock.OperandBytes)
        {
            var end = target + (Math.Min(activations.GroupLength, depth) / IntegerPanels.UnitDepth * TileBlock.RowBytes);
            for (var row = target; row < end; row += TileBlock.RowBytes, unit += TWeights.UnitBytes)
            {
                Prefetch.Ahead(unit);
                TWeights.LoadBytes(unit, table, out var first, out var second);
                first.Store(row);
                second.Store(row + Vector256<sbyte>.Count);
            }
        }
    }

    /// <summary>Joins the sums of a block's rows with those of the groups before.</summary>
    private void Join(in TileArguments arguments, int block, int group, float** scales, int panels, float* results)
    {
        var leftOfSegment = weights.SegmentLength - (group * activations.GroupLength % weights.SegmentLength);
        var end = Math.Min(activations.Rows, (block + 1) * TileBlock.Rows);
        var sums = arguments.Sums;
        for (var row = block * TileBlock.Rows; row < end; row += TileBlock.Side, sums += TileBlock.Tiles * TileBlock.Side * TileBlock.Side)
        {
            for (var i = 0; i < panels; i++)
            {
                var tile = new TileSums
                {
                    Sums = sums + (i * TileBlock.Side * TileBlock.Side),
                    Groups = (int)arguments.Groups,
                    Scales = scales[i],
                    GroupsPerSegment = weights.SegmentLength / activations.GroupLength,
                    LeftOfSegment = leftOfSegment / activations.GroupLength,
                    Steps = activations.Scales(row) + group,
                    StepStride = activations.Groups,
                    Target = results + (row * TileBlock.Rows) + (i * TileBlock.Side),
                    TargetStride = TileBlock.Rows,
                };
                join.Join(tile, Math.Min(TileBlock.Side, end - row));
            }
        }
    }
}
