namespace Chameleon.Engine.Imaging;

/// <summary>
/// A picture file inside text: a <c>data:</c> URI, or base64 alone. The declared media type is not believed and not
/// needed. Standard and URL-safe alphabets, white space and missing padding are accepted. Thread-safe.
/// </summary>
public static class DataUri
{
    private const string Scheme = "data:";
    private const string Base64Marker = ";base64";

    private static readonly byte[] Digits = MakeDigits();

    /// <summary>The bytes.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="maxBytes">Most bytes to return; nothing larger is ever allocated.</param>
    /// <exception cref="ImageFormatException">Not base64, several payloads or too large; one sentence says which.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text, int maxBytes = 32 * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        var payload = Payload(text.Trim());
        var result = new byte[Math.Min(maxBytes, (payload.Length / 4 * 3) + 3)];
        var (length, bits, pending, padding) = (0, 0, 0, 0);
        foreach (var character in payload)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_')
            {
                if (padding > 0)
                {
                    throw new ImageFormatException("The picture's base64 text goes on after its padding.");
                }

                (bits, pending) = ((bits << 6) | Digits[character], pending + 6);
                if (pending >= 8)
                {
                    pending -= 8;
                    if (length == maxBytes)
                    {
                        throw new ImageFormatException($"The picture's base64 text holds more than {maxBytes} bytes.");
                    }

                    result[length++] = (byte)(bits >> pending);
                }
            }
            else if (character == '=' && padding < 2)
            {
                padding++;
            }
            else if (!char.IsWhiteSpace(character))
            {
                throw Refuse(character);
            }
        }

        return pending == 6
            ? throw new ImageFormatException("The picture's base64 text is cut short.")
            : length > 0 ? result[..length] : throw new ImageFormatException("The picture's base64 text is empty.");
    }

    private static ReadOnlySpan<char> Payload(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var comma = text.IndexOf(',');
        if (comma < 0)
        {
            throw new ImageFormatException("The picture's data URI has no comma before its data.");
        }

        var declared = text[Scheme.Length..comma].TrimEnd();
        return declared.EndsWith(Base64Marker, StringComparison.OrdinalIgnoreCase)
            ? text[(comma + 1)..]
            : throw new ImageFormatException("The picture's data URI is not marked as base64.");
    }

    private static ImageFormatException Refuse(char character) => character switch
    {
        ',' => new ImageFormatException("The picture's data URI holds more than one payload; send each picture by itself."),
        >= '!' and <= '~' => new ImageFormatException($"The picture's text is not base64: it holds the character '{character}'."),
        _ => new ImageFormatException($"The picture's text is not base64: it holds the character U+{(int)character:X4}."),
    };

    private static byte[] MakeDigits()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var digits = new byte[128];
        for (var i = 0; i < Alphabet.Length; i++)
        {
            digits[Alphabet[i]] = (byte)i;
        }

        (digits['-'], digits['_']) = (62, 63);
        return digits;
    }
}
