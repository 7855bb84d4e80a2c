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
            pool.Run(panels, new PackPanel(weight, panelWidth, Places(panelWidth, place), codes, scales, shifts));
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

    /// <summary>[row, inner index in the unit].</summary>
    private static (int Byte, int Shift)[] Places(int panelWidth, Func<int, int, (int Byte, int Shift)> place) =>
        [.. from row in Enumerable.Range(0, panelWidth) from inner in Enumerable.Range(0, FourBitMatrix.UnitDepth) select place(inner, row)];

    /// <summary>Reads the rows of a panel and puts their codes and scales side by side.</summary>
    private readonly struct PackPanel(
        IFourBitRows weight, int panelWidth, (int Byte, int Shift)[] places, Tensor codes, Tensor scales, Tensor? shifts) : IJob
    {
        public void Run(int index)
        {
            var first = index * panelWidth;
            var units = (byte*)codes.Address + ((long)index * codes.RowSize);
            var row = new byte[weight.Columns];
            var floats = new float[scales.Shape[1]];
            for (var r = 0; r < Math.Min(panelWidth, weight.Rows - first); r++)
            {
                weight.ReadCodes(first + r, row);
                Place(row, places.AsSpan(r * FourBitMatrix.UnitDepth, FourBitMatrix.UnitDepth), units);
                PlaceScales(first + r, (index * scales.RowSize) + r, floats);
            }
        }

        private void Place(ReadOnlySpan<byte> row, ReadOnlySpan<(int Byte, int Shift)> rowPlaces, byte* unit)
        {
            var (p0, p1, p2, p3) = (rowPlaces[0], rowPlaces[1], rowPlaces[2], rowPlaces[3]);
            var unitBytes = codes.Shape[2];
            for (var k = 0; k < row.Length; k += FourBitMatrix.UnitDepth, unit += unitBytes)
            {
                unit[p0.Byte] |= (byte)(row[k] << p0.Shift);
                unit[p1.Byte] |= (byte)(row[k + 1] << p1.Shift);
                unit[p2.Byte] |= (byte)(row[k + 2] << p2.Shift);
                unit[p3.Byte] |= (byte)(row[k + 3] << p3.Shift);
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
