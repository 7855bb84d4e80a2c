using System.Globalization;
using System.Text;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

/// <summary>A small terminal: what a user would see after the escape codes that a line editor needs.</summary>
internal sealed class Screen(int width)
{
    private readonly List<List<string>> rows = [[]];
    private int row;
    private int column;

    public IEnumerable<string> Rows => rows.Select(cells => string.Concat(cells).TrimEnd());

    public (int Row, int Column) Cursor => (row, column);

    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                at = Control(text, at + 2);
                continue;
            }

            var rune = Rune.GetRuneAt(text, at);
            at += rune.Utf16SequenceLength;
            switch (rune.Value)
            {
                case '\r':
                    column = 0;
                    break;
                case '\n':
                    row++;
                    break;
                default:
                    Put(rune);
                    break;
            }

            while (rows.Count <= row)
            {
                rows.Add([]);
            }
        }
    }

    private void Put(Rune rune)
    {
        var cells = CellWidth.Of(rune);
        if (column + cells > width)
        {
            (row, column) = (row + 1, 0);
            rows.Add([]);
        }

        var line = rows[row];
        while (line.Count < column + cells)
        {
            line.Add(" ");
        }

        line[column] = rune.ToString();
        if (cells == 2)
        {
            line[column + 1] = "";
        }

        column += cells;
    }

    private int Control(string text, int at)
    {
        var start = at;
        while (char.IsAsciiDigit(text[at]) || text[at] == '?')
        {
            at++;
        }

        var count = int.TryParse(text[start..at], CultureInfo.InvariantCulture, out var number) ? number : 1;
        switch (text[at])
        {
            case 'A':
                row -= count;
                Assert.True(row >= 0, "cursor above the screen");
                break;
            case 'C':
                column += count;
                break;
            case 'J':
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                rows[row].RemoveRange(Math.Min(column, rows[row].Count), Math.Max(0, rows[row].Count - column));
                break;
            case 'h' or 'l':
                break;
            default:
                Assert.Fail($"unknown escape code {text[at]}");
                break;
        }

        return at + 1;
    }
}
