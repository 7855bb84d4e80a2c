namespace Chameleon.Engine.Tokenization;

/// <summary>
/// GPT-2's alphabet: a printable character for each byte. The bytes that Latin-1 prints stand for themselves, the other
/// 68 take U+0100 and up, in order.
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstMoved = 0x100;

    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes =
        Enumerable.Range(0, Characters.Length).ToDictionary(value => Characters[value], value => (byte)value);

    /// <summary>The character that stands for a byte.</summary>
    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The bytes that a token stands for, or null when it holds a character outside the alphabet.</summary>
    public static byte[]? TryDecode(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char[] Build()
    {
        var moved = FirstMoved;
        return [.. Enumerable.Range(0, 256).Select(value => (char)(IsPrinted(value) ? value : moved++))];
    }

    private static bool IsPrinted(int value) =>
        value is >= '!' and <= '~' or >= 0xA1 and <= 0xFF and not 0xAD;
}
