using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public sealed class PictureOutputTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Theory]
    [InlineData("a.png", "89504E47")]
    [InlineData("a.PNG", "89504E47")]
    [InlineData("a.webp", "52494646")]
    [InlineData("a.jpg", "FFD8FF")]
    [InlineData("a.jpeg", "FFD8FF")]
    public void The_extension_says_the_format(string name, string signature)
    {
        var path = Path.Combine(folder.Path, name);
        PictureOutput.Check(path);
        PictureOutput.Write(path, TinyPictures.FourColours, new Dictionary<string, string> { ["prompt"] = "x" });
        Assert.StartsWith(signature, Convert.ToHexString(File.ReadAllBytes(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_carries_the_notes()
    {
        var path = Path.Combine(folder.Path, "a.png");
        PictureOutput.Write(path, TinyPictures.FourColours, new Dictionary<string, string> { ["prompt"] = "x" });
        Assert.Equal("x", PngText.Read(File.ReadAllBytes(path))["prompt"]);
    }

    [Theory]
    [InlineData("/tmp/a.bmp", ExitCode.WrongUsage)]
    [InlineData("/tmp/a", ExitCode.WrongUsage)]
    [InlineData("/nowhere/a.png", ExitCode.Failed)]
    public void What_cannot_be_written_is_refused_before_the_work(string path, int code) =>
        Assert.Equal(code, Assert.Throws<CommandFailure>(() => PictureOutput.Check(path)).ExitCode);

    public void Dispose() => folder.Dispose();
}
