using System.Text.RegularExpressions;
using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class KittyPictureTests
{
    [Fact]
    public void Four_colours_are_written_to_the_byte() => Assert.Equal(
        "\e_Ga=T,f=24,s=2,v=2,i=7,p=1,c=4,r=2,C=1,q=2,m=0;/wAAAP8AAAD/////\e\\",
        KittyPicture.Encode(TinyPictures.FourColours, new CellBox(4, 2), number: 7));

    [Fact]
    public void A_larger_picture_comes_in_chunks_of_4096_that_join_to_its_pixels()
    {
        var image = TinyPictures.Noise(64, 64, seed: 3);
        var chunks = Regex.Matches(KittyPicture.Encode(image, new CellBox(4, 2), number: 1), @"\e_G([^;]*);([^\e]*)\e\\");
        Assert.Equal(4, chunks.Count);
        Assert.All(chunks, chunk => Assert.InRange(chunk.Groups[2].Length, 1, 4096));
        Assert.Equal(["m=1", "m=1", "m=0"], chunks.Skip(1).Select(chunk => chunk.Groups[1].Value));
        Assert.EndsWith(",m=1", chunks[0].Groups[1].Value, StringComparison.Ordinal);
        Assert.Equal(image.Data, Convert.FromBase64String(string.Concat(chunks.Select(chunk => chunk.Groups[2].Value))));
    }
}
