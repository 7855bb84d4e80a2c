using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>The tiles, by Intel's description of their instructions; what it makes a fault fails.</summary>
internal sealed class TileRegisters
{
    private const int Count = 8;
    private const int MaxRows = 16;
    private const int MaxRowBytes = 64;
    private readonly byte[][] tiles = [.. Enumerable.Range(0, Count).Select(_ => new byte[MaxRows * MaxRowBytes])];
    private (int Rows, int RowBytes)[]? shapes;

    /// <summary>Whether a configuration is loaded.</summary>
    public bool AreTaken => shapes is not null;

    public void Configure(ReadOnlySpan<byte> configuration)
    {
        Require(configuration[0] == 1, "palette 1");
        Require(configuration[1..16].IndexOfAnyExcept((byte)0) < 0, "no start row and reserved bytes of zero");
        Require(configuration[32..48].IndexOfAnyExcept((byte)0) < 0 && configuration[56..64].IndexOfAnyExcept((byte)0) < 0, "no shapes beyond eight tiles");
        shapes = new (int, int)[Count];
        for (var tile = 0; tile < Count; tile++)
        {
            int rowBytes = BinaryPrimitives.ReadUInt16LittleEndian(configuration[(16 + (2 * tile))..]);
            int rows = configuration[48 + tile];
            Require(rowBytes <= MaxRowBytes && rows <= MaxRows && (rowBytes == 0) == (rows == 0), $"a shape of tile {tile} that exists, not {rows} rows of {rowBytes} bytes");
            shapes[tile] = (rows, rowBytes);
            Array.Clear(tiles[tile]);
        }
    }

    public void Release() => shapes = null;

    public void Clear(int tile)
    {
        _ = Shape(tile);
        Array.Clear(tiles[tile]);
    }

    public void Load(int tile, CheckedMemory memory, ulong address, ulong stride)
    {
        var (rows, rowBytes) = Shape(tile);
        Array.Clear(tiles[tile]);
        for (var row = 0; row < rows; row++)
        {
            memory.Read(address + ((ulong)row * stride), rowBytes).CopyTo(tiles[tile].AsSpan(row * MaxRowBytes));
        }
    }

    public void Store(int tile, CheckedMemory memory, ulong address, ulong stride)
    {
        var (rows, rowBytes) = Shape(tile);
        for (var row = 0; row < rows; row++)
        {
            tiles[tile].AsSpan(row * MaxRowBytes, rowBytes).CopyTo(memory.Write(address + ((ulong)row * stride), rowBytes));
        }
    }

    /// <summary>TDPBSSD.</summary>
    public void AddProducts(int sums, int left, int right)
    {
        Require(sums != left && sums != right && left != right, "three different tiles");
        var (rows, sumBytes) = Shape(sums);
        var (leftRows, leftBytes) = Shape(left);
        var (rightRows, rightBytes) = Shape(right);
        Require(sumBytes % 4 == 0 && leftBytes % 4 == 0 && rightBytes % 4 == 0, "rows of whole fours");
        Require(
            rows == leftRows && sumBytes == rightBytes && leftBytes / 4 == rightRows,
            $"shapes that fit: {rows} x {sumBytes} += {leftRows} x {leftBytes} by {rightRows} x {rightBytes}");
        for (var m = 0; m < rows; m++)
        {
            var row = MemoryMarshal.Cast<byte, sbyte>(tiles[left].AsSpan(m * MaxRowBytes, leftBytes));
            var row32 = MemoryMarshal.Cast<byte, int>(tiles[sums].AsSpan(m * MaxRowBytes, sumBytes));
            for (var k = 0; k < row.Length; k += 4)
            {
                var fours = MemoryMarshal.Cast<byte, sbyte>(tiles[right].AsSpan(k / 4 * MaxRowBytes, rightBytes));
                for (var n = 0; n < row32.Length; n++)
                {
                    var four = fours.Slice(4 * n, 4);
                    row32[n] += (row[k] * four[0]) + (row[k + 1] * four[1]) + (row[k + 2] * four[2]) + (row[k + 3] * four[3]);
                }
            }
        }
    }

    private (int Rows, int RowBytes) Shape(int tile)
    {
        Require(shapes is not null, "a configuration");
        Require(shapes[tile].Rows > 0, $"a shape of tile {tile}");
        return shapes[tile];
    }

    private static void Require([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The processor would fault: it wants {what}.");
        }
    }
}
