using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Runs a tile whose last columns are padding: the result passes through a full tile on the stack.</summary>
internal static unsafe class TileEdge
{
    private const int MaxTile = 6 * 64;

    /// <param name="work">The tile, its output in the unpadded result.</param>
    /// <param name="columns">Columns of it that exist.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<TTile, TElement>(TileWork<TElement> work, int columns)
        where TTile : struct, ITile
        where TElement : unmanaged
    {
        var tile = stackalloc float[MaxTile];
        var output = work.FirstOutput;
        var outputStride = work.OutputStride;
        var stride = (int)work.PanelWidth * work.Panels;
        work.FirstOutput = tile;
        work.OutputStride = stride;
        if (work.Resume)
        {
            for (var r = 0; r < work.Rows; r++)
            {
                new ReadOnlySpan<float>(output + (r * outputStride), columns).CopyTo(new Span<float>(tile + (r * stride), columns));
            }
        }

        TTile.Multiply(work);
        for (var r = 0; r < work.Rows; r++)
        {
            new ReadOnlySpan<float>(tile + (r * stride), columns).CopyTo(new Span<float>(output + (r * outputStride), columns));
        }
    }
}
