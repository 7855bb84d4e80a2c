using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public sealed class PictureFilesTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public void Names_are_never_taken_twice()
    {
        var files = new PictureFiles(Path.Combine(folder.Path, "new"));
        var paths = Enumerable.Range(0, 3).Select(_ => files.Save(TinyPictures.FourColours, "A cat!", new Dictionary<string, string> { ["prompt"] = "A cat!" })).ToArray();
        Assert.Equal(["a-cat-1.png", "a-cat-2.png", "a-cat-3.png"], paths.Select(Path.GetFileName));
        Assert.Equal("A cat!", PngText.Read(File.ReadAllBytes(paths[2]))["prompt"]);
    }

    [Fact]
    public async Task Even_at_the_same_time_each_picture_has_its_own_file()
    {
        var files = new PictureFiles(folder.Path);
        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => files.Save(TinyPictures.FourColours, "x", new Dictionary<string, string>()))));
        Assert.Equal(8, paths.Distinct().Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_not_an_endless_search() =>
        Assert.ThrowsAny<Exception>(() => new PictureFiles("/proc/nowhere").Save(TinyPictures.FourColours, "x", new Dictionary<string, string>()));

    [Theory]
    [InlineData("Draw a big, red heart!", "draw-a-big-red-heart")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("日本", "picture")]
    [InlineData("", "picture")]
    [InlineData("\e[2J", "2j")]
    [InlineData("aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa", "aaaaaaaaaa-aaaaaaaaaa-aaaaaaaaaa-aaaaaaa")]
    public void A_name_is_made_of_letters_and_digits(string prompt, string name) => Assert.Equal(name, PictureFiles.NameOf(prompt));

    public void Dispose() => folder.Dispose();
}
