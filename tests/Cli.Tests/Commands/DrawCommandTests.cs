using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Commands;

public sealed class DrawCommandTests : IDisposable
{
    private const string Heart = "Draw a big red heart in the center, on a white background.";

    private readonly TestFolder folder = new();

    [Fact]
    public async Task A_drawing_is_saved_under_its_prompt_and_can_be_drawn_again_from_its_notes()
    {
        var run = await CommandRun.In(TestShell.Create(folder: folder.Path), "draw", Heart, "--negative", "blue", "--guidance-text", "2");
        run.ShouldSucceed();
        var path = Path.Combine(folder.Path, "draw-a-big-red-heart-in-the-center-on-a-1.png");
        Assert.Equal("draw-a-big-red-heart-in-the-center-on-a-1.png\n", run.Output);

        var notes = PngText.Read(await File.ReadAllBytesAsync(path));
        Assert.Equal(Heart, notes["prompt"]);
        Assert.Equal("blue", notes["negative prompt"]);
        Assert.Equal("chameleon-tiny", notes["model"]);
        Assert.Contains("guidance text 2,", notes["settings"], StringComparison.Ordinal);
        Assert.DoesNotContain(notes, note => note.Value.Contains('/', StringComparison.Ordinal));

        var again = Path.Combine(folder.Path, "again.png");
        await CommandRun.Of("draw", Heart, "--negative", "blue", "--guidance-text", "2", "--seed", notes["seed"], "-o", again);
        Assert.Equal(ImageDecoder.Decode(await File.ReadAllBytesAsync(path)).Data, ImageDecoder.Decode(await File.ReadAllBytesAsync(again)).Data);
    }

    [Fact]
    public async Task Several_drawings_are_numbered_and_differ()
    {
        var run = await CommandRun.Of("draw", Heart, "--count", "2", "--seed", "3", "-o", Path.Combine(folder.Path, "heart.png"), "--json");
        run.ShouldSucceed();
        var answers = run.Json.GetProperty("answers").EnumerateArray().Select(answer => Assert.Single(answer.GetProperty("pictures").EnumerateArray())).ToArray();
        Assert.Equal(["heart-1.png", "heart-2.png"], answers.Select(picture => Path.GetFileName(picture.GetProperty("file").GetString())));
        Assert.NotEqual(answers[0].GetProperty("codes").ToString(), answers[1].GetProperty("codes").ToString());
        Assert.Equal(3, run.Json.GetProperty("seed").GetInt64());
        Assert.All(answers, picture => Assert.True(File.Exists(picture.GetProperty("file").GetString())));
    }

    [Fact]
    public async Task On_a_terminal_the_picture_grows_before_the_eyes_and_its_path_follows()
    {
        var variables = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor", ["TERM_PROGRAM"] = "Apple_Terminal" };
        var shell = TestShell.Create(terminal: true, variables: variables, folder: folder.Path);
        var run = await CommandRun.In(shell, "draw", Heart, "--seed", "1", "--preview-every", "64");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.InRange(run.Output.Split("\e[20A\r").Length - 1, 2, 5);
        Assert.EndsWith("-1.png\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_say_that_it_draws_needs_the_users_word()
    {
        string[] line = ["draw", "a cat", "--model", Golden.Path("chameleon", "plain"), "-o", Path.Combine(folder.Path, "cat.png")];
        (await CommandRun.Of(line)).ShouldFail(ExitCode.Failed, "image_generation");
        (await CommandRun.Of([.. line, "--allow-untrained"])).ShouldSucceed();
        Assert.True(File.Exists(Path.Combine(folder.Path, "cat.png")));
    }

    [Theory]
    [InlineData("a/b.png", 0, 1, "a/b.png")]
    [InlineData("a/b.png", 0, 3, "a/b-1.png")]
    [InlineData("b", 2, 3, "b-3")]
    public void Of_several_pictures_each_file_has_its_number(string named, int answer, int answers, string expected) =>
        Assert.Equal(expected, PictureSaver.Numbered(named, answer, answers));

    [Theory]
    [InlineData(ExitCode.WrongUsage, "nothing to answer", "draw")]
    [InlineData(ExitCode.WrongUsage, "0", "draw", "x", "--count", "0")]
    [InlineData(ExitCode.WrongUsage, "1000", "draw", "x", "--count", "1000")]
    [InlineData(ExitCode.WrongUsage, "--show knows", "draw", "x", "--show", "video")]
    [InlineData(ExitCode.WrongUsage, "-1", "draw", "x", "--preview-every", "-1")]
    [InlineData(ExitCode.Failed, "/nowhere", "draw", "x", "-o", "/nowhere/x.png")]
    public async Task What_goes_wrong_is_said_in_one_line_with_its_exit_code(int code, string complaint, params string[] line) =>
        (await CommandRun.Of(line)).ShouldFail(code, complaint);

    public void Dispose() => folder.Dispose();
}
