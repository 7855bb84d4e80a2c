using System.Runtime.InteropServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Makes panels of weights as a checkpoint has them. Reads one panel's rows at a time: beyond the result it holds one
/// slice per thread.
/// </summary>
internal static unsafe class PanelPacking
{
    private const int ChannelsAtOnce = 32;

    /// <summary>Packs a matrix [out, in]; bfloat16 stays as it is.</summary>
    public static PanelMatrix PackLinear(IComputeDevice device, HostTensor weight, HostTensor? bias, int panelWidth, WorkerPool pool)
    {
        OperandChecks.PackLinear(weight, bias);
        return weight.DType == DType.BF16
            ? Pack<BFloat16>(device, DType.BF16, weight, bias, panelWidth, taps: 1, pool)
            : Pack<float>(device, DType.F32, weight, bias, panelWidth, taps: 1, pool);
    }

    /// <summary>Packs a kernel [out, in, size, size] as a float32 matrix [out, size · size · in].</summary>
    public static PanelMatrix PackConvolution(
        IComputeDevice device, HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry, int panelWidth, WorkerPool pool)
    {
        OperandChecks.PackConvolution(weight, bias, geometry);
        return Pack<float>(device, DType.F32, weight, bias, panelWidth, geometry.KernelSize * geometry.KernelSize, pool);
    }

    /// <summary>Uploads a bias, with zeros behind it up to the last panel's last column.</summary>
    public static Tensor PackBias(IComputeDevice device, HostTensor bias, int columns)
    {
        var packed = device.Allocate(DType.F32, columns);
        try
        {
            bias.ReadFloats(0, new Span<float>((void*)packed.Address, bias.Shape[0]));
            return packed;
        }
        catch
        {
            packed.Dispose();
            throw;
        }
    }

    private static PanelMatrix Pack<TElement>(
        IComputeDevice device, DType dtype, HostTensor weight, HostTensor? bias, int panelWidth, int taps, WorkerPool pool)
        where TElement : unmanaged
    {
        var outFeatures = weight.Shape[0];
        var inFeatures = checked((int)Shape.Count(weight.Shape.AsSpan(1)));
        var panelCount = (outFeatures + panelWidth - 1) / panelWidth;
        Tensor? panels = null;
        Tensor? packedBias = null;
        try
        {
            panels = device.Allocate(dtype, panelCount, inFeatures, panelWidth);
            pool.Run(panelCount, new PackPanel<TElement>(weight, (TElement*)panels.Address, panelWidth, inFeatures, taps));
            packedBias = bias is null ? null : PackBias(device, bias, panelCount * panelWidth);
            return new PanelMatrix(panels, packedBias, outFeatures);
        }
        catch
        {
            panels?.Dispose();
            packedBias?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rows of a panel and writes them side by side.</summary>
    private readonly struct PackPanel<TElement>(HostTensor weight, TElement* panels, int panelWidth, int inFeatures, int taps) : IJob
        where TElement : unmanaged
    {
        public void Run(int index)
        {
            var firstRow = index * panelWidth;
            var rows = Math.Min(panelWidth, weight.Shape[0] - firstRow);
            var slice = (TElement*)KernelScratch.Rent((nint)panelWidth * inFeatures); // [rows, channels, taps]
            Read(firstRow, rows, slice);
            var destination = panels + ((long)index * inFeatures * panelWidth); // [taps, channels, panelWidth]
            if (typeof(TElement) == typeof(BFloat16) && taps == 1 && rows == panelWidth)
            {
                Transposition.Halves((ushort*)slice, inFeatures, rows, (ushort*)destination);
                return;
            }

            // Some neighbours at a time: whole rows apart, elements would share too few places of a cache.
            var channels = inFeatures / taps;
            for (var first = 0; first < channels; first += ChannelsAtOnce)
            {
                var end = Math.Min(first + ChannelsAtOnce, channels);
                for (var row = 0; row < rows; row++)
                {
                    var source = slice + ((nint)row * inFeatures) + ((nint)first * taps);
                    for (var channel = first; channel < end; channel++)
                    {
                        for (var tap = 0; tap < taps; tap++)
                        {
                            destination[((((nint)tap * channels) + channel) * panelWidth) + row] = *source++;
                        }
                    }
                }
            }
        }

        private void Read(int firstRow, int rows, TElement* slice)
        {
            var start = (long)firstRow * inFeatures;
            var count = checked(rows * inFeatures);
            if (typeof(TElement) == typeof(BFloat16))
            {
                weight.Read(start * sizeof(BFloat16), new Span<byte>(slice, checked(count * sizeof(BFloat16))));
            }
            else
            {
                weight.ReadFloats(start, new Span<float>(slice, count));
            }
        }
    }
}
