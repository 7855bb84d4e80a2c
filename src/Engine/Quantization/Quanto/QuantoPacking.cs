namespace Chameleon.Engine.Quantization.Quanto;

/// <summary>
/// Codes of 4 or 2 bits in bytes, along the first axis of a matrix: its first rows lie in the lowest bits, as many further
/// rows in the next ones, and so on; rows that are left over are zero.
/// </summary>
internal static class QuantoPacking
{
    /// <summary>Rows of bytes that rows of codes take.</summary>
    public static int PackedRows(int rows, int bits) => (int)((((long)rows * bits) + 7) / 8);

    /// <summary>Packs codes [rows, columns], one to a byte, into zeroed bytes.</summary>
    public static void Pack(ReadOnlySpan<byte> codes, int rows, int columns, int bits, Span<byte> packed)
    {
        var packedRows = PackedRows(rows, bits);
        for (var row = 0; row < rows; row++)
        {
            var source = codes.Slice(row * columns, columns);
            var target = packed.Slice(row % packedRows * columns, columns);
            var shift = row / packedRows * bits;
            for (var i = 0; i < columns; i++)
            {
                target[i] |= (byte)(source[i] << shift);
            }
        }
    }

    /// <summary>Takes the codes of one row out of the bytes it shares, in place.</summary>
    /// <param name="bytes">The bytes; receives the codes.</param>
    /// <param name="row">The row.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="bits">4 or 2.</param>
    public static void Unpack(Span<byte> bytes, int row, int rows, int bits)
    {
        var shift = row / PackedRows(rows, bits) * bits;
        foreach (ref var value in bytes)
        {
            value = (byte)((value >> shift) & ((1 << bits) - 1));
        }
    }
}
