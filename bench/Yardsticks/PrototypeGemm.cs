using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Bench.Yardsticks;

/// <summary>
/// The blocked matrix product of the feasibility study, which this engine must equal: packed B in panels per stretch
/// of 384, packed A, six rows by two vectors of 256 bits (by four of 512 where the machine has them), sums added to
/// the result at the end of a stretch. It may order its additions as it likes; the engine may not.
/// </summary>
internal sealed unsafe class PrototypeGemm : IDisposable
{
    private const int Depth = 384;
    private const int BlockRows = 168;
    private const int TileRows = 6;

    private readonly int inner;
    private readonly int features;
    private readonly int tileColumns = Vector512.IsHardwareAccelerated ? 64 : 16;
    private readonly float* packed;

    /// <param name="weight">[inner, features]; features a multiple of 64.</param>
    /// <param name="inner">Inner length.</param>
    /// <param name="features">Columns of the result.</param>
    public PrototypeGemm(float* weight, int inner, int features)
    {
        (this.inner, this.features) = (inner, features);
        packed = (float*)NativeMemory.AlignedAlloc((nuint)((long)inner * features * sizeof(float)), 64);
        var next = packed;
        for (var start = 0; start < inner; start += Depth)
        {
            for (var panel = 0; panel < features; panel += tileColumns)
            {
                for (var k = start; k < Math.Min(start + Depth, inner); k++, next += tileColumns)
                {
                    new ReadOnlySpan<float>(weight + ((long)k * features) + panel, tileColumns).CopyTo(new Span<float>(next, tileColumns));
                }
            }
        }
    }

    /// <summary>output += input · weight, for some panels; rows a multiple of 6.</summary>
    public void Run(float* input, float* output, int rows, int threads)
    {
        var panels = features / tileColumns;
        var perThread = (panels + threads - 1) / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            RunPanels(input, output, rows, thread * perThread, Math.Min(panels, (thread + 1) * perThread)));
    }

    public void Dispose() => NativeMemory.AlignedFree(packed);

    private void RunPanels(float* input, float* output, int rows, int firstPanel, int endPanel)
    {
        var block = (float*)NativeMemory.AlignedAlloc(BlockRows * Depth * sizeof(float), 64);
        for (var start = 0; start < inner; start += Depth)
        {
            var depth = Math.Min(Depth, inner - start);
            for (var row = 0; row < rows; row += BlockRows)
            {
                var blockRows = Math.Min(BlockRows, rows - row);
                Pack(input + ((long)row * inner) + start, blockRows, depth, block);
                for (var panel = firstPanel; panel < endPanel; panel++)
                {
                    var b = packed + ((long)start * features) + ((long)panel * depth * tileColumns);
                    var c = output + ((long)row * features) + (panel * tileColumns);
                    for (var i = 0; i < blockRows; i += TileRows)
                    {
                        if (tileColumns == 64)
                        {
                            PrototypeTiles.Multiply6x64(depth, block + (i * depth), b, c + ((long)i * features), features);
                        }
                        else
                        {
                            PrototypeTiles.Multiply6x16(depth, block + (i * depth), b, c + ((long)i * features), features);
                        }
                    }
                }
            }
        }

        NativeMemory.AlignedFree(block);
    }

    private void Pack(float* source, int rows, int depth, float* destination)
    {
        for (var tile = 0; tile < rows; tile += TileRows)
        {
            for (var k = 0; k < depth; k++)
            {
                for (var i = 0; i < TileRows; i++)
                {
                    *destination++ = source[((long)(tile + i) * inner) + k];
                }
            }
        }
    }
}
