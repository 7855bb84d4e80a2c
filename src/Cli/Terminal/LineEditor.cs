using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>What a key did to the line being typed.</summary>
internal enum EditResult
{
    /// <summary>The line goes on.</summary>
    Typing,

    /// <summary>The line is done.</summary>
    Entered,

    /// <summary>The input is over (Ctrl-D on an empty line).</summary>
    EndOfInput,
}

/// <summary>Edits one line on the screen, with the keys of readline and a history. Wraps over several rows.</summary>
/// <param name="output">The terminal.</param>
/// <param name="columns">The screen's width, asked at each redraw.</param>
internal sealed class LineEditor(TextWriter output, Func<int> columns)
{
    private readonly EditBuffer buffer = new();
    private readonly LineHistory history = new();
    private string prompt = "";
    private int cursorRow;

    /// <summary>The text so far.</summary>
    public string Text => buffer.Text;

    /// <summary>Begins a line.</summary>
    /// <param name="newPrompt">Stands before the text; printable characters only.</param>
    /// <param name="text">What was typed already.</param>
    public void Begin(string newPrompt, string text = "")
    {
        (prompt, cursorRow) = (newPrompt, 0);
        buffer.Set(text);
        Redraw();
    }

    /// <summary>Leaves the line as it stands and goes to the next row of the screen.</summary>
    public void Leave()
    {
        buffer.End();
        Redraw();
        output.Write("\r\n");
    }

    /// <summary>Puts pasted text in at the cursor; its line ends stay part of the line.</summary>
    public void Paste(string text)
    {
        buffer.Insert(text.ReplaceLineEndings("\n").Replace('\t', ' ').TrimEnd('\n'));
        Redraw();
    }

    /// <summary>Does what the key says.</summary>
    public EditResult Press(ConsoleKeyInfo key)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                history.Add(buffer.Text);
                Leave();
                return EditResult.Entered;
            case ConsoleKey.D when control && buffer.Text.Length == 0:
                Leave();
                return EditResult.EndOfInput;
            case ConsoleKey.L when control:
                output.Write("\e[2J\e[H");
                cursorRow = 0;
                break;
            case ConsoleKey.UpArrow:
                buffer.Set(history.Older(buffer.Text));
                break;
            case ConsoleKey.DownArrow:
                buffer.Set(history.Newer(buffer.Text));
                break;
            default:
                Edit(key, control);
                break;
        }

        Redraw();
        return EditResult.Typing;
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when control:
                buffer.WordLeft();
                break;
            case ConsoleKey.RightArrow when control:
                buffer.WordRight();
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when control:
                buffer.Left();
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when control:
                buffer.Right();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                buffer.Home();
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                buffer.End();
                break;
            case ConsoleKey.Backspace when control:
            case ConsoleKey.W when control:
                buffer.DeleteWord();
                break;
            case ConsoleKey.Backspace:
                buffer.Backspace();
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when control:
                buffer.Delete();
                break;
            case ConsoleKey.U when control:
                buffer.DeleteToStart();
                break;
            case ConsoleKey.K when control:
                buffer.DeleteToEnd();
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    buffer.Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    /// <summary>Draws the line anew from its first row; the cursor ends where the next character goes.</summary>
    private void Redraw()
    {
        var width = Math.Max(columns(), 2);
        var shown = prompt + Shown(buffer.Text);
        var end = CellWidth.End(shown, 0, width);
        var cursor = CellWidth.End(prompt + Shown(buffer.Text[..buffer.Cursor]), 0, width);

        var text = new StringBuilder();
        text.Append(cursorRow > 0 ? $"\e[{cursorRow}A" : "").Append("\r\e[J").Append(shown);

        // A row that is exactly full leaves the cursor on it until something follows.
        text.Append(end is { Row: > 0, Column: 0 } ? "\r\n" : "\r");
        text.Append(end.Row > cursor.Row ? $"\e[{end.Row - cursor.Row}A" : "");
        text.Append(cursor.Column > 0 ? $"\e[{cursor.Column}C" : "");
        output.Write(text);
        cursorRow = cursor.Row;
    }

    private static string Shown(string text) => TerminalText.Escape(text.Replace('\n', '↵'));
}
