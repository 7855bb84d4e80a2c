using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Elementwise;

/// <summary>Doubles height and width: each pixel becomes a square of four.</summary>
/// <param name="input">[height, width, channels].</param>
/// <param name="output">[2 · height, 2 · width, channels].</param>
/// <param name="width">Pixels of an input row.</param>
/// <param name="channels">Values of a pixel.</param>
/// <param name="inputRows">The rows of the input.</param>
internal readonly unsafe struct UpsampleJob(float* input, float* output, nint width, nint channels, Split inputRows) : IJob
{
    public void Run(int index)
    {
        var pixelBytes = channels * sizeof(float);
        var rowBytes = 2 * width * pixelBytes;
        for (var row = inputRows.Start(index); row < inputRows.End(index); row++)
        {
            var source = input + (row * width * channels);
            var target = output + (row * 4 * width * channels);
            for (nint x = 0; x < width; x++, source += channels)
            {
                var pixel = target + (x * 2 * channels);
                Buffer.MemoryCopy(source, pixel, pixelBytes, pixelBytes);
                Buffer.MemoryCopy(source, pixel + channels, pixelBytes, pixelBytes);
            }

            Buffer.MemoryCopy(target, target + (2 * width * channels), rowBytes, rowBytes);
        }
    }
}
