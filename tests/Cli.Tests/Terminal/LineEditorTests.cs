using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public sealed class LineEditorTests : IDisposable
{
    private readonly StringWriter output = new();

    [Fact]
    public void What_is_typed_is_seen_with_the_cursor_behind_it()
    {
        var (screen, editor) = Typed(width: 20, Keys.Type("hello"));
        Assert.Equal(["> hello"], screen.Rows);
        Assert.Equal((0, 7), screen.Cursor);
        Assert.Equal("hello", editor.Text);
    }

    [Fact]
    public void A_long_line_wraps_and_is_still_edited_in_place()
    {
        var (screen, _) = Typed(width: 10, [.. Keys.Type("abcdefghijklmnop"), Keys.Control(ConsoleKey.A), .. Keys.Type("X"), Keys.Control(ConsoleKey.E), Keys.Backspace]);
        Assert.Equal(["> Xabcdefg", "hijklmno"], screen.Rows);
        Assert.Equal((1, 8), screen.Cursor);
    }

    [Fact]
    public void A_row_that_is_exactly_full_puts_the_cursor_on_the_next()
    {
        var (screen, _) = Typed(width: 10, Keys.Type("abcdefgh"));
        Assert.Equal(["> abcdefgh", ""], screen.Rows);
        Assert.Equal((1, 0), screen.Cursor);
    }

    [Fact]
    public void Wide_characters_take_two_cells()
    {
        var (screen, _) = Typed(width: 10, [.. Keys.Type("漢字"), Keys.Of(ConsoleKey.LeftArrow)]);
        Assert.Equal(["> 漢字"], screen.Rows);
        Assert.Equal((0, 4), screen.Cursor);
    }

    [Fact]
    public void Enter_ends_the_line_and_the_arrow_brings_it_back()
    {
        var editor = new LineEditor(output, () => 40);
        editor.Begin("> ");
        Assert.All(Keys.Type("one"), key => Assert.Equal(EditResult.Typing, editor.Press(key)));
        Assert.Equal(EditResult.Entered, editor.Press(Keys.Enter));
        Assert.Equal("one", editor.Text);
        editor.Begin("> ");
        editor.Press(Keys.Of(ConsoleKey.UpArrow));
        Assert.Equal("one", editor.Text);
    }

    [Fact]
    public void Control_d_ends_the_input_only_on_an_empty_line()
    {
        var editor = new LineEditor(output, () => 40);
        editor.Begin("> ", "x");
        editor.Press(Keys.Control(ConsoleKey.A));
        Assert.Equal(EditResult.Typing, editor.Press(Keys.Control(ConsoleKey.D)));
        Assert.Equal("", editor.Text);
        Assert.Equal(EditResult.EndOfInput, editor.Press(Keys.Control(ConsoleKey.D)));
    }

    [Fact]
    public void Pasted_line_ends_stay_in_the_line_and_are_shown_as_signs()
    {
        var editor = new LineEditor(output, () => 40);
        editor.Begin("> ");
        editor.Paste("one\r\ntwo\n");
        var screen = new Screen(40);
        screen.Write(output.ToString());
        Assert.Equal("one\ntwo", editor.Text);
        Assert.Equal(["> one↵two"], screen.Rows);
    }

    [Fact]
    public void Pasted_escape_codes_do_not_reach_the_terminal()
    {
        var editor = new LineEditor(output, () => 40);
        editor.Begin("> ");
        editor.Paste("\e]0;title\a");
        Assert.DoesNotContain("\e]", output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => output.Dispose();

    private (Screen Screen, LineEditor Editor) Typed(int width, IEnumerable<ConsoleKeyInfo> keys)
    {
        var editor = new LineEditor(output, () => width);
        editor.Begin("> ");
        foreach (var key in keys)
        {
            editor.Press(key);
        }

        var screen = new Screen(width);
        screen.Write(output.ToString());
        return (screen, editor);
    }
}
