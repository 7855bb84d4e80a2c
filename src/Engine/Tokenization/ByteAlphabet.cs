namespace Chameleon.Engine.Tokenization;

/// <summary>
/// GPT-2's alphabet: a printable character for each byte. The bytes that Latin-1 prints stand for themselves, the other
/// 68 take U+0100 and up, in order.
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstMoved = 0x100;

    private const int NoByte = -1;

    private static readonly char[] Characters = Build();
    private static readonly short[] Bytes = Invert(Characters);

    /// <summary>The character that stands for a byte.</summary>
    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The bytes that a token stands for, or null when it holds a character outside the alphabet.</summary>
    public static byte[]? TryDecode(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (token[i] >= Bytes.Length || Bytes[token[i]] == NoByte)
            {
                return null;
            }

            bytes[i] = (byte)Bytes[token[i]];
        }

        return bytes;
    }

    private static char[] Build()
    {
        var moved = FirstMoved;
        return [.. Enumerable.Range(0, 256).Select(value => (char)(IsPrinted(value) ? value : moved++))];
    }

    private static short[] Invert(char[] characters)
    {
        var bytes = new short[characters.Max() + 1];
        Array.Fill(bytes, (short)NoByte);
        for (var value = 0; value < characters.Length; value++)
        {
            bytes[characters[value]] = (short)value;
        }

        return bytes;
    }

    private static bool IsPrinted(int value) =>
        value is >= '!' and <= '~' or >= 0xA1 and <= 0xFF and not 0xAD;
}
