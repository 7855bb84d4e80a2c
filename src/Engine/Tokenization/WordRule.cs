namespace Chameleon.Engine.Tokenization;

/// <summary>
/// The words of GPT-2: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, written as a
/// scanner over code points. Every character belongs to exactly one word.
/// </summary>
internal static class WordRule
{
    private const CharacterClass WordClasses = CharacterClass.Letter | CharacterClass.Number | CharacterClass.Space;

    /// <summary>UTF-16 units of the word that the text begins with; the text is not empty.</summary>
    public static int LengthOfFirst(ReadOnlySpan<char> text)
    {
        var contraction = ContractionLength(text);
        if (contraction > 0)
        {
            return contraction;
        }

        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = CodePoints.ClassAt(text, start, out var length) & WordClasses;
        if (kind != CharacterClass.Space)
        {
            return RunEnd(text, start + length, kind);
        }

        var end = RunEnd(text, 1, CharacterClass.Space);

        // Before a word, a run of white space leaves its last character to it.
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static int ContractionLength(ReadOnlySpan<char> text) => text[0] != '\'' ? 0 : text[1..] switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 2,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 3,
        _ => 0,
    };

    private static int RunEnd(ReadOnlySpan<char> text, int end, CharacterClass kind)
    {
        while (end < text.Length && (CodePoints.ClassAt(text, end, out var length) & WordClasses) == kind)
        {
            end += length;
        }

        return end;
    }
}
