using System.Text;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class CellWidthTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 1)]
    [InlineData("漢", 2)]
    [InlineData("한", 2)]
    [InlineData("😀", 2)]
    [InlineData("\u0301", 0)]
    [InlineData("\u200d", 0)]
    [InlineData("\e", 0)]
    [InlineData("↵", 1)]
    public void A_character_has_its_cells(string character, int cells) => Assert.Equal(cells, CellWidth.Of(Rune.GetRuneAt(character, 0)));

    [Theory]
    [InlineData("", 0, 10, 0, 0)]
    [InlineData("abc", 2, 10, 0, 5)]
    [InlineData("abcdefghij", 0, 10, 1, 0)]
    [InlineData("abcdefghijk", 0, 10, 1, 1)]
    [InlineData("abcdefghi漢", 0, 10, 1, 2)]
    [InlineData("漢漢漢漢漢", 0, 10, 1, 0)]
    public void Text_wraps_where_a_terminal_wraps_it(string text, int start, int width, int row, int column) =>
        Assert.Equal((row, column), CellWidth.End(text, start, width));
}
