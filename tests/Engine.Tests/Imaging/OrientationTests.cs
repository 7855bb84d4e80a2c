using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class OrientationTests
{
    // The letter F, as a camera stores it under each orientation tag.
    private static readonly string[] Upright = ["###", "#..", "##.", "#..", "#.."];

    [Theory]
    [InlineData(0, "###|#..|##.|#..|#..")]
    [InlineData(1, "###|#..|##.|#..|#..")]
    [InlineData(2, "###|..#|.##|..#|..#")]
    [InlineData(3, "..#|..#|.##|..#|###")]
    [InlineData(4, "#..|#..|##.|#..|###")]
    [InlineData(5, "#####|#.#..|#....")]
    [InlineData(6, "#....|#.#..|#####")]
    [InlineData(7, "....#|..#.#|#####")]
    [InlineData(8, "#####|..#.#|....#")]
    [InlineData(9, "###|#..|##.|#..|#..")]
    public void A_stored_letter_comes_upright_and_goes_back(int orientation, string stored)
    {
        var image = Parse(stored.Split('|'));

        var upright = Orientation.Apply(image, orientation);

        Assert.Equal(Upright, Print(upright));
        Assert.Equal(stored.Split('|'), Print(Orientation.Undo(upright, orientation)));
    }

    private static PixelImage Parse(string[] rows) =>
        new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row).SelectMany(c => new byte[] { (byte)c, 1, 2 })]);

    private static IEnumerable<string> Print(PixelImage image) =>
        image.Data.Chunk(3 * image.Width).Select(row => new string([.. row.Chunk(3).Select(pixel => (char)pixel[0])]));
}
