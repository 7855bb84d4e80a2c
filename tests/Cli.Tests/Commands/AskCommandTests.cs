using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Commands;

public sealed class AskCommandTests : IDisposable
{
    /// <summary>Hundreds of tokens: more than the engine makes before it waits for its reader.</summary>
    private static readonly string[] Babble = ["ask", "Hello", "-t", "50", "--top-p", "1", "--repetition-penalty", "1", "--seed", "2"];

    private readonly TestFolder folder = new();

    [Fact]
    public async Task Json_is_one_object_with_everything()
    {
        var run = await CommandRun.Of("ask", "Hello!", "--temperature", "0", "--json", "--seed", "5");
        run.ShouldSucceed();
        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.", run.Json.GetProperty("text").GetString());
        Assert.Equal("stop", run.Json.GetProperty("finish_reason").GetString());
        Assert.Equal(17, run.Json.GetProperty("tokens").GetArrayLength());
        Assert.Equal(17, run.Json.GetProperty("usage").GetProperty("text_tokens").GetInt32());
        Assert.Equal(5, run.Json.GetProperty("seed").GetInt64());
        Assert.Equal("chameleon-tiny", run.Json.GetProperty("model").GetString());
        Assert.Equal(0, run.Json.GetProperty("pictures").GetArrayLength());
        Assert.Equal(1, run.Output.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_dash_reads_standard_input()
    {
        var run = await CommandRun.In(TestShell.Create("What can you do?\n"), "ask", "-", "-t", "0");
        run.ShouldSucceed();
        Assert.StartsWith("I can describe pictures of shapes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_without_quotes_are_one_question()
    {
        var run = await CommandRun.Of("ask", "What", "can", "you", "do?", "-t", "0");
        Assert.StartsWith("I can describe pictures of shapes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer()
    {
        string[] line = ["ask", "Draw something and describe it.", "--temperature", "1.5", "--seed", "11", "--json"];
        var (first, second) = (await CommandRun.Of(line), await CommandRun.Of(line));
        first.ShouldSucceed();
        Assert.Equal(first.Json.GetProperty("text").GetString(), second.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_token_limit_cuts_and_says_so()
    {
        var run = await CommandRun.Of("ask", "What can you do?", "-t", "0", "--max-tokens", "3", "--json");
        Assert.Equal("length", run.Json.GetProperty("finish_reason").GetString());
        Assert.Equal("I can describe", run.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_stop_text_ends_the_answer_before_it()
    {
        var run = await CommandRun.Of("ask", "What can you do?", "-t", "0", "--stop", " of shapes");
        run.ShouldSucceed();
        Assert.Equal("I can describe pictures\n", run.Output);
    }

    [Fact]
    public async Task Pictures_in_the_answer_are_saved_where_the_user_says()
    {
        var run = await CommandRun.Of("ask", "Draw a big red heart in the center, on a white background.", "-t", "0", "--pictures", folder.Path, "--json");
        run.ShouldSucceed();
        var picture = Assert.Single(run.Json.GetProperty("pictures").EnumerateArray());
        Assert.Equal(256, picture.GetProperty("codes").GetArrayLength());
        Assert.Equal(Path.Combine(folder.Path, "draw-a-big-red-heart-in-the-center-on-a-1.png"), picture.GetProperty("file").GetString());
        Assert.True(File.Exists(picture.GetProperty("file").GetString()));
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "nothing to answer", "ask")]
    [InlineData(ExitCode.WrongUsage, "--nonsense", "ask", "--nonsense")]
    [InlineData(ExitCode.WrongUsage, "-1", "ask", "x", "--temperature", "-1")]
    [InlineData(ExitCode.WrongUsage, "--seed", "ask", "x", "--seed", "many")]
    [InlineData(ExitCode.WrongUsage, "0", "ask", "x", "--max-tokens", "0")]
    [InlineData(ExitCode.WrongUsage, "CPU only", "ask", "x", "--device", "cuda")]
    [InlineData(ExitCode.WrongUsage, "only once", "ask", "-", "-")]
    [InlineData(ExitCode.WrongUsage, "0", "ask", "x", "--threads", "0")]
    [InlineData(ExitCode.Failed, "There is no picture /nowhere/cat.png.", "ask", "x", "--image", "/nowhere/cat.png")]
    [InlineData(ExitCode.Failed, "is a folder", "ask", "x", "--image", "/")]
    [InlineData(ExitCode.Failed, "/nowhere", "ask", "x", "--model", "/nowhere")]
    public async Task What_goes_wrong_is_said_in_one_line_with_its_exit_code(int code, string complaint, params string[] line) =>
        (await CommandRun.Of(line)).ShouldFail(code, complaint);

    [Fact]
    public async Task A_file_that_is_no_picture_is_named()
    {
        var file = folder.File("notes.png", "hello"u8.ToArray());
        (await CommandRun.Of("ask", "x", "--image", file)).ShouldFail(ExitCode.Failed, file);
    }

    [Fact]
    public async Task A_device_that_never_ends_is_refused() =>
        (await CommandRun.Of("ask", "x", "--image", "/dev/zero")).ShouldFail(ExitCode.Failed, "/dev/zero");

    [Fact]
    public async Task An_interrupt_while_it_answers_ends_with_130_and_keeps_what_was_written()
    {
        var output = new SharedText();
        var interrupts = new Interrupts();
        var shell = TestShell.Create() with { Interrupts = interrupts, Out = new InterruptingWriter(output, interrupts) };
        var code = await ChameleonCommandLine.RunAsync([.. Babble], shell);
        Assert.Equal(ExitCode.Cancelled, code);
        Assert.Empty(shell.Complaints());
        var whole = (await CommandRun.Of(Babble)).Output;
        Assert.NotEmpty(output.ToString());
        Assert.StartsWith(output.ToString(), whole, StringComparison.Ordinal);
        Assert.True(output.ToString().Length < whole.Length, "all of it was written");
    }

    [Fact]
    public void Control_characters_reach_a_pipe_but_not_a_terminal()
    {
        var (pipe, terminal) = (TestShell.Create(), TestShell.Create(terminal: true));
        ResultText.Write(pipe, "\e[2J");
        ResultText.Write(terminal, "\e[2J");
        Assert.Equal("\e[2J", pipe.Output());
        Assert.Equal("␛[2J", terminal.Output());
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Presses Ctrl-C as soon as something is written.</summary>
    private sealed class InterruptingWriter(SharedText inner, Interrupts interrupts) : TextWriter
    {
        public override System.Text.Encoding Encoding => inner.Encoding;

        public override void Write(string? value)
        {
            inner.Write(value);
            interrupts.Raise();
        }
    }
}
