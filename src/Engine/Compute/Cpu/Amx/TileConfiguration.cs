using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>Shapes of the eight tiles, as the processor reads them.</summary>
[InlineArray(ByteCount)]
internal struct TileConfiguration
{
    public const int ByteCount = 64;

    private const int WidthsAt = 16;
    private const int HeightsAt = 48;
    private byte first;

    /// <summary>The shapes that <see cref="TileProgram"/> works with.</summary>
    /// <param name="groupLength">Inner indices of a group: a multiple of 4, at most 64.</param>
    public static TileConfiguration For(int groupLength)
    {
        var configuration = default(TileConfiguration);
        configuration[0] = 1; // the palette of eight tiles of 16 rows of 64 bytes
        for (var tile = 0; tile < TileProgram.FirstActivations; tile++)
        {
            configuration.Shape(tile, TileBlock.Side, TileBlock.RowBytes);
        }

        for (var tile = 0; tile < TileBlock.Tiles; tile++)
        {
            configuration.Shape(TileProgram.FirstActivations + tile, TileBlock.Side, groupLength);
            configuration.Shape(TileProgram.FirstWeights + tile, groupLength / sizeof(int), TileBlock.RowBytes);
        }

        return configuration;
    }

    private void Shape(int tile, int rows, int rowBytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(this[(WidthsAt + (tile * sizeof(ushort)))..], (ushort)rowBytes);
        this[HeightsAt + tile] = (byte)rows;
    }
}
