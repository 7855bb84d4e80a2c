namespace Chameleon.Engine.Imaging;

/// <summary>
/// Colours on white: (1 − a) · 255 + a · c with a = A / 255 in float64, truncated, as transformers 4.57 and Meta's
/// code compute it.
/// </summary>
internal static class WhiteBlend
{
    private static readonly byte[] Table = MakeTable();

    /// <summary>The 256 results for one alpha, indexed by colour.</summary>
    public static ReadOnlySpan<byte> Of(byte alpha) => Table.AsSpan(alpha * 256, 256);

    private static byte[] MakeTable()
    {
        var table = new byte[256 * 256];
        for (var alpha = 0; alpha < 256; alpha++)
        {
            var a = alpha / 255.0;
            for (var colour = 0; colour < 256; colour++)
            {
                table[(alpha * 256) + colour] = (byte)(((1 - a) * 255) + (a * colour));
            }
        }

        return table;
    }
}
