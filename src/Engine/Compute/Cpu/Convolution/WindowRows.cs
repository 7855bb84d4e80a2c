using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Convolution;

/// <summary>
/// The windows of a convolution as rows of a matrix [height' · width', size · size · channels] that is never made:
/// each stretch of a row is gathered when a block of rows is copied. Channels-last makes a window's line one piece of
/// memory.
/// </summary>
/// <param name="input">[height, width, channels].</param>
/// <param name="height">Rows of the input.</param>
/// <param name="width">Columns of the input.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="geometry">Size, stride and padding.</param>
internal readonly unsafe struct WindowRows(
    float* input, int height, int width, int channels, ConvolutionGeometry geometry) : IRowSource
{
    private readonly int outputWidth = geometry.OutputSize(width);
    private readonly int lineLength = geometry.KernelSize * channels;

    public void Copy(long row, int rows, int start, int depth, float* destination, int stride)
    {
        var (y, x) = Math.DivRem((int)row, outputWidth);
        for (var i = 0; i < rows; i++, destination += stride)
        {
            CopyWindow((y * geometry.Stride) - geometry.PadBefore, (x * geometry.Stride) - geometry.PadBefore, start, depth, destination);
            if (++x == outputWidth)
            {
                (y, x) = (y + 1, 0);
            }
        }
    }

    /// <summary>Copies inner indices [start, start + depth) of the window whose top left is (top, left).</summary>
    private void CopyWindow(int top, int left, int start, int depth, float* destination)
    {
        var (line, offset) = depth == 0 ? default : Math.DivRem(start, lineLength);
        while (depth > 0)
        {
            var count = Math.Min(depth, lineLength - offset);
            CopyLine(top + line, left, offset, count, destination);
            destination += count;
            depth -= count;
            line++;
            offset = 0;
        }
    }

    /// <summary>Copies a piece of one line of a window, with zeros for what is outside the picture.</summary>
    private void CopyLine(int y, int left, int offset, int count, float* destination)
    {
        if ((uint)y >= (uint)height)
        {
            Clear(destination, count);
            return;
        }

        // The line's elements lie from left · channels on; those of the picture's row from 0 to width · channels.
        var first = ((long)left * channels) + offset;
        var before = (int)Math.Clamp(-first, 0, count);
        var inside = (int)Math.Clamp(((long)width * channels) - first, before, count) - before;
        Clear(destination, before);
        Unsafe.CopyBlockUnaligned(
            destination + before, input + ((long)y * width * channels) + first + before, (uint)inside * sizeof(float));
        Clear(destination + before + inside, count - before - inside);
    }

    private static void Clear(float* destination, int count) =>
        Unsafe.InitBlockUnaligned(destination, 0, (uint)count * sizeof(float));
}
