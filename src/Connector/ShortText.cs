namespace Chameleon.Connector;

/// <summary>What a caller wrote, as a message may repeat it.</summary>
internal static class ShortText
{
    private const int MostCharacters = 80;

    /// <summary>The text, cut where it is long; nothing for null.</summary>
    public static string Of(string? text) => text is { Length: > MostCharacters } ? $"{text[..MostCharacters]}…" : text ?? "";
}
