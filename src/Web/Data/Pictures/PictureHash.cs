using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Chameleon.Web.Data;

/// <summary>
/// Names a picture by its content: the SHA-256 of the file, as 64 lower-case hexadecimal digits. Always well formed, so
/// it can stand in file names and addresses as it is.
/// </summary>
public readonly record struct PictureHash
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    private readonly string? text;

    private PictureHash(string text) => this.text = text;

    /// <summary>The hash of a file.</summary>
    public static PictureHash Of(ReadOnlySpan<byte> file) => new(Convert.ToHexStringLower(SHA256.HashData(file)));

    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is no hash.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PictureHash hash)
    {
        var valid = text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);
        hash = valid ? new PictureHash(text!) : default;
        return valid;
    }

    /// <summary>The same where anything else is a mistake.</summary>
    /// <exception cref="FormatException">Not 64 lower-case hexadecimal digits.</exception>
    public static PictureHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException($"A picture is named by {Digits} lower-case hexadecimal digits.");

    /// <summary>The digits.</summary>
    public override string ToString() => text ?? new string('0', Digits);
}
