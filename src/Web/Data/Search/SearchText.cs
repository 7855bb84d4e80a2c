using System.Globalization;
using System.Text;

namespace Chameleon.Web.Data.Search;

/// <summary>
/// Text as the index and its queries want it. Chinese, Japanese and Korean are written without spaces or with endings
/// on every word, so each of their characters is made a word of its own and a phrase of them finds any part of a
/// sentence. What a user types is never query syntax: only its words are taken, each in quotes.
/// </summary>
internal static class SearchText
{
    /// <summary>Most words of a query that count.</summary>
    public const int MaxWords = 16;

    /// <summary>Most characters of a query that count.</summary>
    public const int MaxQuery = 256;

    /// <summary>Around a found word in a snippet; characters that indexed text never holds.</summary>
    public const char HitStart = '\u0002', HitEnd = '\u0003';

    // Divides words for the index and shows nowhere.
    private const char Divider = '\u200B';

    /// <summary>What is indexed for a text.</summary>
    public static string Index(string text)
    {
        var indexed = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWordByItself(rune))
            {
                indexed.Append(Divider).Append(rune.ToString()).Append(Divider);
            }
            else if (rune.Value is not (0 or HitStart or HitEnd))
            {
                indexed.Append(rune.ToString());
            }
        }

        return indexed.ToString();
    }

    /// <summary>The text again out of a piece of what was indexed.</summary>
    public static string Unindex(string indexed) => indexed.Replace(Divider.ToString(), "", StringComparison.Ordinal);

    /// <summary>The query for what a user typed: every word must be there, or a longer one that begins like it.</summary>
    /// <returns>Null when there is no word in it.</returns>
    public static string? Query(UserId user, string typed)
    {
        var words = Words(typed.Length > MaxQuery ? typed[..MaxQuery] : typed);
        return words.Count == 0 ? null : $"owner : {Owner(user)} AND text : ({string.Join(" AND ", words)})";
    }

    /// <summary>The word that stands for a user in the index.</summary>
    public static string Owner(UserId user) => $"user{user}";

    private static List<string> Words(string typed)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var last = default(Rune);
        foreach (var rune in typed.EnumerateRunes())
        {
            if (!IsWordRune(rune))
            {
                End();
            }
            else
            {
                // A phrase of single characters may not run on into letters: "中文text" is a phrase and a word.
                if (word.Length > 0 && IsWordByItself(rune) != IsWordByItself(last))
                {
                    End();
                }

                word.Append(rune.ToString());
                last = rune;
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0 && words.Count < MaxWords)
            {
                words.Add($"\"{Index(word.ToString())}\"*");
            }

            word.Clear();
        }
    }

    // What the index's tokenizer takes for part of a word, and the marks that it drops from words.
    private static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.PrivateUse;

    private static bool IsWordByItself(Rune rune) => rune.Value is
        (>= 0x3040 and <= 0x30FF) or // kana
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or // Chinese characters
        (>= 0x20000 and <= 0x3FFFF) or
        (>= 0x1100 and <= 0x11FF) or (>= 0xAC00 and <= 0xD7FF); // Hangul
}
