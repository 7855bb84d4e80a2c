using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class PictureScreenTests
{
    [Fact]
    public void A_growing_picture_is_drawn_in_its_place_and_the_next_one_below()
    {
        var output = new StringWriter();
        var screen = new PictureScreen(output, PictureProtocol.Kitty, CellSize.Usual, () => (9, 8), _ => []);
        screen.Show(TinyPictures.FourColours, final: false);
        screen.Show(TinyPictures.FourColours, final: true);
        screen.Show(TinyPictures.FourColours, final: true);
        var first = "\e[4A\r\e7" + KittyPicture.Encode(TinyPictures.FourColours, new CellBox(8, 4), 1) + "\e8\e[4B";
        var second = "\e[4A\r\e7" + KittyPicture.Encode(TinyPictures.FourColours, new CellBox(8, 4), 2) + "\e8\e[4B";
        Assert.Equal("\n\n\n\n" + first + first + "\n\n\n\n" + second, output.ToString());
    }

    [Fact]
    public void Blocks_take_as_many_rows_as_were_made_free()
    {
        var output = new StringWriter();
        new PictureScreen(output, PictureProtocol.Blocks, CellSize.Usual, () => (9, 8), _ => []).Show(TinyPictures.FourColours, final: true);
        Assert.StartsWith("\n\n\n\n\e[4A\r", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(8, output.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void Sixels_fill_the_cells_as_large_as_the_terminal_says_they_are()
    {
        var output = new StringWriter();
        new PictureScreen(output, PictureProtocol.Sixel, new CellSize(3, 6), () => (9, 8), _ => []).Show(TinyPictures.FourColours, final: true);
        Assert.Contains("\"1;1;24;24#", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_inline_file_is_what_the_encoder_makes()
    {
        var output = new StringWriter();
        new PictureScreen(output, PictureProtocol.ITerm2, CellSize.Usual, () => (9, 8), _ => [1, 2, 3]).Show(TinyPictures.FourColours, final: true);
        Assert.Contains(":AQID\a", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_without_pictures_gets_nothing()
    {
        var output = new StringWriter();
        new PictureScreen(output, PictureProtocol.None, CellSize.Usual, () => (80, 24), _ => []).Show(TinyPictures.FourColours, final: true);
        Assert.Empty(output.ToString());
    }
}
