using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>Makes panels of 4-bit codes out of a checkpoint's. Beyond the result it holds one row per thread.</summary>
internal static unsafe class FourBitPacking
{
    /// <summary>Packs a matrix [out, in] that <see cref="IFourBitRows.StaysPacked"/>.</summary>
    /// <param name="device">Gives memory.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="panelWidth">Features of a panel.</param>
    /// <param name="place">Where a code lies in its unit, by inner index and row.</param>
    /// <param name="pool">Does the work.</param>
    public static FourBitMatrix Pack(
        IComputeDevice device, IFourBitRows weight, HostTensor? bias, int panelWidth, Func<int, int, (int Byte, int Shift)> place, WorkerPool pool)
    {
        var (outFeatures, inFeatures) = (weight.Rows, weight.Columns);
        var panels = (outFeatures + panelWidth - 1) / panelWidth;
        var segments = inFeatures / weight.RunLength;
        var owned = new Stack<IDisposable>();
        try
        {
            var codes = Own(device.Allocate(DType.U8, panels, inFeatures / FourBitMatrix.UnitDepth, panelWidth * FourBitMatrix.UnitDepth / 2));
            var scales = Own(device.Allocate(weight.Nested is null ? DType.F32 : DType.U8, panels, segments, panelWidth));
            var shifts = weight.HasShifts ? Own(device.Allocate(DType.F32, panels, segments, panelWidth)) : null;
            var nested = weight.Nested is { } statistics ? PackNested(device, statistics, weight.BlockSize, owned) : null;
            var packedBias = bias is null ? null : Own(PanelPacking.PackBias(device, bias, panels * panelWidth));
            pool.Run(panels, new PackPanel(weight, panelWidth, Places(panelWidth, StrideOf(inFeatures), place), codes, scales, shifts));
            return new FourBitMatrix(
                weight.CodeValues.ToArray(), codes, new BlockScales(weight.RunLength, scales, nested),
                shifts is null ? null : new BlockScales(weight.RunLength, shifts, null), packedBias, outFeatures, panelWidth);
        }
        catch
        {
            while (owned.TryPop(out var resource))
            {
                resource.Dispose();
            }

            throw;
        }

        Tensor Own(Tensor tensor)
        {
            owned.Push(tensor);
            return tensor;
        }
    }

    private static NestedScales PackNested(IComputeDevice device, NestedStatistics statistics, int blockSize, Stack<IDisposable> owned)
    {
        var table = device.Upload(HostTensor.From("table", statistics.Code, statistics.Code.Length));
        owned.Push(table);
        var absmax = device.Upload(HostTensor.From("absmax", statistics.Absmax, statistics.Absmax.Length));
        owned.Push(absmax);
        return new NestedScales(table, absmax, statistics.Offset, statistics.BlockSize, blockSize);
    }

    /// <summary>For each byte of a unit, where the two codes lie that it holds, in rows of so many bytes: the one in its low half first.</summary>
    private static (int Low, int High)[] Places(int panelWidth, int stride, Func<int, int, (int Byte, int Shift)> place)
    {
        var places = new (int Low, int High)[panelWidth * FourBitMatrix.UnitDepth / 2];
        for (var row = 0; row < panelWidth; row++)
        {
            for (var inner = 0; inner < FourBitMatrix.UnitDepth; inner++)
            {
                var (index, shift) = place(inner, row);
                var at = (row * stride) + inner;
                places[index] = shift == 0 ? (at, places[index].High) : (places[index].Low, at);
            }
        }

        return places;
    }

    /// <summary>Bytes from one row of codes to the next: a line more than a row, so that rows fall into different sets of a cache.</summary>
    private static int StrideOf(int columns) => columns + 64;

    /// <summary>Reads the rows of a panel and puts their codes and scales side by side.</summary>
    private readonly struct PackPanel(
        IFourBitRows weight, int panelWidth, (int Low, int High)[] places, Tensor codes, Tensor scales, Tensor? shifts) : IJob
    {
        public void Run(int index)
        {
            var first = index * panelWidth;
            var stride = StrideOf(weight.Columns);
            var rows = (byte*)KernelScratch.Rent(((nint)panelWidth * stride / sizeof(float)) + 1); // [panelWidth, stride]
            new Span<byte>(rows, panelWidth * stride).Clear();
            var floats = new float[scales.Shape[1]];
            for (var r = 0; r < Math.Min(panelWidth, weight.Rows - first); r++)
            {
                weight.ReadCodes(first + r, new Span<byte>(rows + (r * stride), weight.Columns));
                PlaceScales(first + r, (index * scales.RowSize) + r, floats);
            }

            Place(rows, (byte*)codes.Address + ((long)index * codes.RowSize));
        }

        private void Place(byte* inner, byte* unit)
        {
            for (var left = weight.Columns; left > 0; left -= FourBitMatrix.UnitDepth, inner += FourBitMatrix.UnitDepth, unit += places.Length)
            {
                for (var i = 0; i < places.Length; i++)
                {
                    var (low, high) = places[i];
                    unit[i] = (byte)(inner[low] | (inner[high] << 4));
                }
            }
        }

        private void PlaceScales(int row, long at, float[] floats)
        {
            // Also where codes are kept: reading them restored checks them.
            weight.ReadScales(row, floats);
            if (scales.DType == DType.U8)
            {
                var bytes = new byte[floats.Length];
                weight.ReadScaleCodes(row, bytes);
                Spread(bytes, (byte*)scales.Address + at);
            }
            else
            {
                Spread(floats, (float*)scales.Address + at);
            }

            if (shifts is not null)
            {
                weight.ReadShifts(row, floats);
                Spread(floats, (float*)shifts.Address + at);
            }
        }

        private void Spread<T>(ReadOnlySpan<T> values, T* destination)
            where T : unmanaged
        {
            foreach (var value in values)
            {
                *destination = value;
                destination += panelWidth;
            }
        }
    }
}
