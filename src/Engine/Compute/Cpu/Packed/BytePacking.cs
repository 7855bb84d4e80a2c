using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>Makes panels of bytes out of a checkpoint's rows.</summary>
internal static unsafe class BytePacking
{
    /// <summary>Packs a matrix [out, in].</summary>
    /// <param name="device">Gives memory.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="panelWidth">Rows of a panel.</param>
    /// <param name="run">Neighbours of a row that stay side by side, before the next row's; divides in.</param>
    /// <param name="pool">Does the work.</param>
    public static ByteMatrix Pack(IComputeDevice device, RowScaledTensor weight, HostTensor? bias, int panelWidth, int run, WorkerPool pool)
    {
        var (outFeatures, inFeatures) = (weight.Shape[0], weight.Shape[1]);
        var panels = (outFeatures + panelWidth - 1) / panelWidth;
        Tensor? codes = null, scales = null, packedBias = null;
        try
        {
            codes = device.Allocate(DType.U8, panels, inFeatures, panelWidth);
            scales = device.Allocate(DType.F32, panels * panelWidth);
            device.Write(weight.Scales, scales);
            packedBias = bias is null ? null : PanelPacking.PackBias(device, bias, panels * panelWidth);
            pool.Run(panels, new PackPanel(weight, (byte*)codes.Address, panelWidth, run));
            return new ByteMatrix(codes, scales, KindOf(weight), packedBias, outFeatures);
        }
        catch
        {
            codes?.Dispose();
            scales?.Dispose();
            packedBias?.Dispose();
            throw;
        }
    }

    /// <summary>How a matrix' bytes become weights.</summary>
    public static ByteKind KindOf(RowScaledTensor weight) => weight.Type switch
    {
        null => ByteKind.Int8Per127,
        { Format: null } when weight.ScaleType == DType.F32 => ByteKind.Int8,
        var type => new ByteKind(
            false, [.. Enumerable.Range(0, 256).Select(code => type.Format is { } format ? format.Decode((byte)code) : (sbyte)code)], weight.ScaleType),
    };

    private readonly struct PackPanel(RowScaledTensor weight, byte* codes, int panelWidth, int run) : IJob
    {
        public void Run(int index)
        {
            var inFeatures = weight.Shape[1];
            var first = index * panelWidth;
            var row = new byte[inFeatures];
            for (var r = 0; r < Math.Min(panelWidth, weight.Shape[0] - first); r++)
            {
                weight.ReadCodes((long)(first + r) * inFeatures, row);
                var destination = codes + ((long)index * inFeatures * panelWidth) + (r * run);
                for (var k = 0; k < inFeatures; k += run, destination += panelWidth * run)
                {
                    row.AsSpan(k, run).CopyTo(new Span<byte>(destination, run));
                }
            }
        }
    }
}
