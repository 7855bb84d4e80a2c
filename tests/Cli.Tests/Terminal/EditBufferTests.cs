using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class EditBufferTests
{
    [Fact]
    public void Text_goes_in_at_the_cursor()
    {
        var buffer = new EditBuffer();
        buffer.Insert("ad");
        buffer.Left();
        buffer.Insert("bc");
        Assert.Equal(("abcd", 3), (buffer.Text, buffer.Cursor));
    }

    [Fact]
    public void Moving_and_deleting_treat_what_looks_like_one_character_as_one()
    {
        const string Family = "👨‍👩‍👧";
        var buffer = new EditBuffer();
        buffer.Set("a" + Family + "e\u0301");
        buffer.Left();
        Assert.Equal(1 + Family.Length, buffer.Cursor);
        buffer.Backspace();
        Assert.Equal("ae\u0301", buffer.Text);
        buffer.Delete();
        Assert.Equal("a", buffer.Text);
        buffer.Delete();
        Assert.Equal("a", buffer.Text);
    }

    [Fact]
    public void At_the_borders_nothing_happens()
    {
        var buffer = new EditBuffer();
        buffer.Left();
        buffer.Right();
        buffer.Backspace();
        buffer.Delete();
        buffer.WordLeft();
        buffer.WordRight();
        buffer.DeleteWord();
        Assert.Equal(("", 0), (buffer.Text, buffer.Cursor));
    }

    [Fact]
    public void Words_are_moved_over_and_deleted_whole()
    {
        var buffer = new EditBuffer();
        buffer.Set("one two  three");
        buffer.WordLeft();
        Assert.Equal(9, buffer.Cursor);
        buffer.DeleteWord();
        Assert.Equal("one three", buffer.Text);
        buffer.WordRight();
        Assert.Equal(9, buffer.Cursor);
    }

    [Fact]
    public void The_line_is_cut_on_either_side()
    {
        var buffer = new EditBuffer();
        buffer.Set("abcd");
        buffer.Home();
        buffer.Right();
        buffer.Right();
        buffer.DeleteToEnd();
        Assert.Equal("ab", buffer.Text);
        buffer.End();
        buffer.DeleteToStart();
        Assert.Equal(("", 0), (buffer.Text, buffer.Cursor));
    }
}
