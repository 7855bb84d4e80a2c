using System.Globalization;

namespace Chameleon.Cli.Terminal;

/// <summary>A line that is being typed: text and cursor. Moves by what a person sees as one character.</summary>
internal sealed class EditBuffer
{
    /// <summary>The text so far.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where the next character goes: an index into <see cref="Text"/>.</summary>
    public int Cursor { get; private set; }

    /// <summary>Replaces all; the cursor goes to the end.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    /// <summary>Puts text before the cursor.</summary>
    public void Insert(string text) => (Text, Cursor) = (Text.Insert(Cursor, text), Cursor + text.Length);

    /// <summary>One character to the left.</summary>
    public void Left() => Cursor = Before(Cursor);

    /// <summary>One character to the right.</summary>
    public void Right() => Cursor = After(Cursor);

    /// <summary>To the start of the word on the left.</summary>
    public void WordLeft() => Cursor = WordStart();

    /// <summary>To the end of the word on the right.</summary>
    public void WordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }

        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }
    }

    /// <summary>To the start.</summary>
    public void Home() => Cursor = 0;

    /// <summary>To the end.</summary>
    public void End() => Cursor = Text.Length;

    /// <summary>Removes the character before the cursor.</summary>
    public void Backspace() => RemoveFrom(Before(Cursor));

    /// <summary>Removes the character at the cursor.</summary>
    public void Delete() => Text = Text.Remove(Cursor, After(Cursor) - Cursor);

    /// <summary>Removes the word before the cursor.</summary>
    public void DeleteWord() => RemoveFrom(WordStart());

    /// <summary>Removes all before the cursor.</summary>
    public void DeleteToStart() => RemoveFrom(0);

    /// <summary>Removes all from the cursor on.</summary>
    public void DeleteToEnd() => Text = Text[..Cursor];

    private void RemoveFrom(int start) => (Text, Cursor) = (Text.Remove(start, Cursor - start), start);

    private int After(int index) => index < Text.Length ? index + StringInfo.GetNextTextElementLength(Text, index) : index;

    private int Before(int index)
    {
        var start = 0;
        for (var next = After(0); next < index; next = After(next))
        {
            start = next;
        }

        return start;
    }

    private int WordStart()
    {
        var start = Cursor;
        while (start > 0 && char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        while (start > 0 && !char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        return start;
    }
}
