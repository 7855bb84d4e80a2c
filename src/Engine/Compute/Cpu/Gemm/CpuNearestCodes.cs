using System.Numerics;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Vector quantisation by matrix products: codebook times latents, some codes at a time, then the running minimum
/// with latents in lanes. Same formula, same order and so the same codes as in <c>Reference/</c>.
/// </summary>
internal static unsafe class CpuNearestCodes
{
    private const int CodesPerSlice = 512;
    private const int LatentsPerJob = 128;

    /// <summary>Writes the nearest code of each latent.</summary>
    public static void Find(
        IComputeDevice device, MatrixKernels kernels, WorkerPool pool, Tensor latents, Tensor codebook, Span<int> codes)
    {
        OperandChecks.NearestCodes(latents, codebook, codes.Length);
        if (codes.IsEmpty)
        {
            return;
        }

        var (codeCount, channels) = (codebook.Shape[0], codebook.Shape[1]);
        var e = (float*)codebook.Address;
        using var panels = PanelPacking.PackLinear(
            device, new LatentRows(latents, codes.Length, channels), bias: null, kernels.PanelWidth, pool);
        using var products = device.Allocate(DType.F32, Math.Min(CodesPerSlice, codeCount), codes.Length); // [slice, latents]
        var latentNorms = Norms((float*)latents.Address, codes.Length, channels);
        var codeNorms = Norms(e, codeCount, channels);
        var distances = new float[codes.Length];
        Array.Fill(distances, float.PositiveInfinity);
        codes.Clear();
        fixed (int* nearest = codes)
        {
            fixed (float* distance = distances, latentNorm = latentNorms, codeNorm = codeNorms)
            {
                for (var first = 0; first < codeCount; first += CodesPerSlice)
                {
                    var count = Math.Min(CodesPerSlice, codeCount - first);
                    kernels.Multiply(e + ((long)first * channels), count, panels, (float*)products.Address, pool);
                    pool.Run(
                        ((codes.Length - 1) / LatentsPerJob) + 1,
                        new TakeNearer((float*)products.Address, latentNorm, codeNorm, first, count, codes.Length, nearest, distance));
                }
            }
        }

        GC.KeepAlive(latents);
        GC.KeepAlive(codebook);
    }

    /// <summary>Σx² of each row, as one chain.</summary>
    private static float[] Norms(float* rows, int count, int width)
    {
        var norms = new float[count];
        for (var r = 0; r < count; r++, rows += width)
        {
            for (var k = 0; k < width; k++)
            {
                norms[r] = MathF.FusedMultiplyAdd(rows[k], rows[k], norms[r]);
            }
        }

        return norms;
    }

    /// <summary>Compares some latents with the codes [first, first + count).</summary>
    private readonly struct TakeNearer(
        float* products, float* latentNorms, float* codeNorms, int first, int count, int latents, int* nearest, float* distances) : IJob
    {
        public void Run(int index)
        {
            var begin = index * LatentsPerJob;
            var end = Math.Min(begin + LatentsPerJob, latents);
            for (var code = first; code < first + count; code++)
            {
                TakeIfNearer(code, begin, end);
            }
        }

        private void TakeIfNearer(int code, int begin, int end)
        {
            var dots = products + ((long)(code - first) * latents);
            var norm = codeNorms[code];
            var latent = begin;
            for (; latent <= end - Vector<float>.Count; latent += Vector<float>.Count)
            {
                var known = Vector.Load(distances + latent);
                var distance = Vector.Load(latentNorms + latent) + new Vector<float>(norm) - (2 * Vector.Load(dots + latent));
                var nearer = Vector.LessThan(distance, known);
                Vector.Store(Vector.ConditionalSelect(nearer, distance, known), distances + latent);
                Vector.Store(
                    Vector.ConditionalSelect(nearer, new Vector<int>(code), Vector.Load(nearest + latent)), nearest + latent);
            }

            for (; latent < end; latent++)
            {
                var distance = latentNorms[latent] + norm - (2 * dots[latent]);
                if (distance < distances[latent])
                {
                    (distances[latent], nearest[latent]) = (distance, code);
                }
            }
        }
    }

    /// <summary>Latents [height, width, channels] as the rows of a weight.</summary>
    private sealed class LatentRows(Tensor latents, int count, int channels)
        : HostTensor("latents", DType.F32, [count, channels])
    {
        public override void Read(long byteOffset, Span<byte> destination) =>
            new ReadOnlySpan<byte>((byte*)latents.Address + byteOffset, destination.Length).CopyTo(destination);
    }
}
