namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>
/// The bytes of JSON strings: well-formed UTF-8 without raw control characters, every escape of RFC 8259 save
/// <c>\u</c> surrogates (a character beyond U+FFFF is written as itself).
/// </summary>
internal static class StringBytes
{
    private static readonly StringPlace[] Table = Build();

    /// <summary>Bytes that are at least missing until the character is whole.</summary>
    public static int Missing(StringPlace place) => place switch
    {
        StringPlace.Missing1 or StringPlace.Escape or StringPlace.Hex1 => 1,
        StringPlace.Missing2 or StringPlace.AfterE0 or StringPlace.AfterEd or StringPlace.Hex2 => 2,
        StringPlace.Missing3 or StringPlace.AfterF0 or StringPlace.AfterF4 or StringPlace.Hex3 or StringPlace.AfterHexD => 3,
        StringPlace.Hex4 => 4,
        _ => 0,
    };

    /// <summary>The place after one more byte.</summary>
    /// <param name="place">Neither closed nor dead.</param>
    /// <param name="value">The byte.</param>
    /// <param name="escapes">Whether a backslash may stand there.</param>
    public static StringPlace Next(StringPlace place, byte value, bool escapes)
    {
        var next = Table[((int)place << 8) | value];
        return next == StringPlace.Escape && !escapes ? StringPlace.Dead : next;
    }

    private static StringPlace[] Build()
    {
        var table = new StringPlace[(int)StringPlace.Closed << 8];
        Array.Fill(table, StringPlace.Dead);
        void Set(StringPlace from, byte low, byte high, StringPlace to)
        {
            for (int value = low; value <= high; value++)
            {
                table[((int)from << 8) | value] = to;
            }
        }

        void SetHex(StringPlace from, StringPlace to)
        {
            Set(from, (byte)'0', (byte)'9', to);
            Set(from, (byte)'a', (byte)'f', to);
            Set(from, (byte)'A', (byte)'F', to);
        }

        Set(StringPlace.Between, 0x20, 0x7F, StringPlace.Between);
        Set(StringPlace.Between, (byte)'"', (byte)'"', StringPlace.Closed);
        Set(StringPlace.Between, (byte)'\\', (byte)'\\', StringPlace.Escape);
        Set(StringPlace.Between, 0xC2, 0xDF, StringPlace.Missing1);
        Set(StringPlace.Between, 0xE0, 0xEF, StringPlace.Missing2);
        Set(StringPlace.Between, 0xE0, 0xE0, StringPlace.AfterE0);
        Set(StringPlace.Between, 0xED, 0xED, StringPlace.AfterEd);
        Set(StringPlace.Between, 0xF0, 0xF0, StringPlace.AfterF0);
        Set(StringPlace.Between, 0xF1, 0xF3, StringPlace.Missing3);
        Set(StringPlace.Between, 0xF4, 0xF4, StringPlace.AfterF4);
        Set(StringPlace.Missing1, 0x80, 0xBF, StringPlace.Between);
        Set(StringPlace.Missing2, 0x80, 0xBF, StringPlace.Missing1);
        Set(StringPlace.Missing3, 0x80, 0xBF, StringPlace.Missing2);
        Set(StringPlace.AfterE0, 0xA0, 0xBF, StringPlace.Missing1);
        Set(StringPlace.AfterEd, 0x80, 0x9F, StringPlace.Missing1);
        Set(StringPlace.AfterF0, 0x90, 0xBF, StringPlace.Missing2);
        Set(StringPlace.AfterF4, 0x80, 0x8F, StringPlace.Missing2);
        foreach (var escaped in "\"\\/bfnrt"u8)
        {
            Set(StringPlace.Escape, escaped, escaped, StringPlace.Between);
        }

        Set(StringPlace.Escape, (byte)'u', (byte)'u', StringPlace.Hex4);
        SetHex(StringPlace.Hex4, StringPlace.Hex3);
        Set(StringPlace.Hex4, (byte)'d', (byte)'d', StringPlace.AfterHexD);
        Set(StringPlace.Hex4, (byte)'D', (byte)'D', StringPlace.AfterHexD);
        SetHex(StringPlace.Hex3, StringPlace.Hex2);
        Set(StringPlace.AfterHexD, (byte)'0', (byte)'7', StringPlace.Hex2);
        SetHex(StringPlace.Hex2, StringPlace.Hex1);
        SetHex(StringPlace.Hex1, StringPlace.Between);
        return table;
    }
}
