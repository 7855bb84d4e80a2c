using System.Globalization;

namespace Chameleon.Engine.Tokenization;

/// <summary>Code points of UTF-16 text and their classes, from the table beside this file.</summary>
internal static class CodePoints
{
    private const string ClassLetters = "LNSQDP";

    private static readonly byte[] Classes = ReadTable();

    /// <summary>Class of the code point that begins at a position; a lone surrogate counts as U+FFFD.</summary>
    /// <param name="text">UTF-16.</param>
    /// <param name="index">Position of the code point's first unit.</param>
    /// <param name="length">Its number of units: 1 or 2.</param>
    public static CharacterClass ClassAt(ReadOnlySpan<char> text, int index, out int length)
    {
        int codePoint = text[index];
        length = 1;
        if (char.IsHighSurrogate((char)codePoint) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            codePoint = char.ConvertToUtf32((char)codePoint, text[index + 1]);
            length = 2;
        }

        return ClassOf(codePoint);
    }

    /// <summary>Class of a code point. Surrogates and U+FFFD have none.</summary>
    public static CharacterClass ClassOf(int codePoint) =>
        (uint)codePoint < (uint)Classes.Length ? (CharacterClass)Classes[codePoint] : CharacterClass.None;

    private static byte[] ReadTable()
    {
        using var stream = typeof(CodePoints).Assembly.GetManifestResourceStream("UnicodeClasses.txt")!;
        using var reader = new StreamReader(stream);
        var runs = new List<(int First, int Last, byte Class)>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                runs.Add(ParseRun(line));
            }
        }

        var table = new byte[runs[^1].Last + 1];
        foreach (var (first, last, characterClass) in runs)
        {
            table.AsSpan(first, last - first + 1).Fill(characterClass);
        }

        return table;
    }

    private static (int First, int Last, byte Class) ParseRun(string line)
    {
        var blank = line.IndexOf(' ');
        var ends = line[..blank].Split('-');
        var characterClass = 0;
        foreach (var letter in line.AsSpan(blank + 1))
        {
            characterClass |= 1 << ClassLetters.IndexOf(letter);
        }

        return (int.Parse(ends[0], NumberStyles.HexNumber), int.Parse(ends[^1], NumberStyles.HexNumber), (byte)characterClass);
    }
}
