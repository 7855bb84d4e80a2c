using Chameleon.Cli.CommandLine;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Commands;

public sealed class CodesCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static string Picture => Golden.Path("demo", "pictures", "picture7.png");

    [Fact]
    public async Task Codes_go_to_a_picture_and_back()
    {
        var encoded = await CommandRun.Of("encode", Picture);
        encoded.ShouldSucceed();
        var codes = encoded.Output.Trim().Split(' ');
        Assert.Equal(256, codes.Length);

        var file = Path.Combine(folder.Path, "back.png");
        var decoded = await CommandRun.In(TestShell.Create(encoded.Output), "decode", "-", "-o", file);
        decoded.ShouldSucceed();
        Assert.Equal(Path.GetRelativePath(Path.GetTempPath(), file) + "\n", decoded.Output);
        var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(file));
        Assert.Equal((64, 64), (image.Width, image.Height));

        var json = await CommandRun.Of("encode", Picture, "--json");
        Assert.Equal(codes, json.Json.GetProperty("codes").EnumerateArray().Select(code => code.ToString()));
        var fromJson = await CommandRun.In(TestShell.Create(json.Output), "decode", "-o", file);
        fromJson.ShouldSucceed();
        Assert.Equal(image.Data, ImageDecoder.Decode(await File.ReadAllBytesAsync(file)).Data);
    }

    [Fact]
    public async Task Too_few_codes_are_refused_with_both_numbers()
    {
        var run = await CommandRun.Of("decode", "1", "2", "3", "-o", Path.Combine(folder.Path, "x.png"));
        run.ShouldFail(ExitCode.WrongUsage, "has 256 codes; there are 3");
    }

    [Fact]
    public async Task A_code_beyond_the_codebook_is_refused()
    {
        var codes = string.Join(' ', Enumerable.Repeat("1024", 256));
        var run = await CommandRun.In(TestShell.Create(codes), "decode", "-o", Path.Combine(folder.Path, "x.png"));
        run.ShouldFail(ExitCode.WrongUsage, "1024");
    }

    [Theory]
    [InlineData("1 2 3", new[] { 1, 2, 3 })]
    [InlineData("[1, 2,\n3]", new[] { 1, 2, 3 })]
    [InlineData("{\"codes\": [4, 5]}", new[] { 4, 5 })]
    [InlineData("", new int[0])]
    public void Codes_are_read_as_they_are_printed(string text, int[] codes) => Assert.Equal(codes, CodeList.Parse(text));

    [Theory]
    [InlineData("1 x")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("1.5")]
    [InlineData("{\"codes\": [1.5]}")]
    [InlineData("{\"codes\": 3}")]
    [InlineData("{}")]
    [InlineData("{")]
    public void What_is_no_code_is_refused(string text) =>
        Assert.Equal(ExitCode.WrongUsage, Assert.Throws<CommandFailure>(() => CodeList.Parse(text)).ExitCode);

    public void Dispose() => folder.Dispose();
}
