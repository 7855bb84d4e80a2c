using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Commands;

public sealed class ChatCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static string Picture(int number) => Golden.Path("demo", "pictures", $"picture{number}.png");

    [Fact]
    public async Task A_piped_conversation_gives_the_answers_and_nothing_else()
    {
        var run = await ChatAsync($"Hello!\n/image {Picture(1)}\nHow many shapes are there?\n/clear\n{Picture(0)} What color is the background?\n");
        run.ShouldSucceed();
        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.\nThere are two shapes.\nThe background is gray.\n", run.Output);
    }

    [Fact]
    public async Task A_later_question_knows_the_picture_of_an_earlier_one()
    {
        var run = await ChatAsync($"{Picture(7)} How many shapes are there?\nWhat color is the background?\n");
        run.ShouldSucceed();
        Assert.Equal("There are three shapes.\nThe background is white.\n", run.Output);
    }

    [Fact]
    public async Task Drawings_are_saved_and_their_paths_printed()
    {
        var run = await ChatAsync("/draw a big red heart in the center, on a white background\n/draw\n");
        run.ShouldSucceed();
        var files = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a-big-red-heart-in-the-center-on-a-white-1.png", "a-big-red-heart-in-the-center-on-a-white-2.png"], files);
        Assert.NotEqual(
            await File.ReadAllBytesAsync(Path.Combine(folder.Path, files[0])),
            await File.ReadAllBytesAsync(Path.Combine(folder.Path, files[1])));
    }

    [Fact]
    public async Task Asked_in_words_the_model_draws_too()
    {
        var run = await ChatAsync("Draw a big red heart in the center, on a white background.\n");
        run.ShouldSucceed();
        Assert.Contains(".png\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_conversation_and_the_last_drawing_are_saved()
    {
        var run = await ChatAsync("Hello!\n/draw a red star\n/save talk.md\n/save star.png\n");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var saved = await File.ReadAllTextAsync(Path.Combine(folder.Path, "talk.md"));
        Assert.Contains("**You:** Hello!\n\n**Chameleon:** Hello! Show me", saved, StringComparison.Ordinal);
        Assert.Contains("**You:** /draw a red star", saved, StringComparison.Ordinal);
        Assert.Contains("![a-red-star-1.png](<", saved, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(folder.Path, "a-red-star-1.png")),
            await File.ReadAllBytesAsync(Path.Combine(folder.Path, "star.png")));
        Assert.Contains("Saved talk.md", run.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Again_answers_the_last_question_once_more()
    {
        var run = await ChatAsync("Hello!\n/again\n");
        run.ShouldSucceed();
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("/sing", "There is no command /sing")]
    [InlineData("/image", "/image takes a file")]
    [InlineData("/image /nowhere.png", "There is no picture /nowhere.png")]
    [InlineData("/draw", "/draw takes a prompt")]
    [InlineData("/again", "There is no question")]
    [InlineData("/save", "Nothing was said yet")]
    [InlineData("/save x.png", "Nothing was drawn yet")]
    public async Task What_goes_wrong_is_said_and_the_conversation_goes_on(string line, string complaint)
    {
        var run = await ChatAsync(line + "\nHello!\n");
        Assert.Equal($"chameleon: {complaint}", run.Complaints[..(11 + complaint.Length)]);
        Assert.StartsWith("Hello!", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
    }

    [Fact]
    public async Task Quit_ends_before_the_lines_that_follow()
    {
        var run = await ChatAsync("/quit\nHello!\n");
        run.ShouldSucceed();
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task When_the_context_is_full_the_oldest_turns_are_forgotten()
    {
        var lines = string.Concat(Enumerable.Repeat($"{Picture(0)} What color is the background?\n", 9));
        var run = await ChatAsync(lines);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("the oldest turn is forgotten", run.Complaints, StringComparison.Ordinal);
        Assert.Equal(9, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_interrupt_stops_the_answer_and_two_at_the_prompt_leave()
    {
        using var pipe = new ScriptedReader();
        var output = new WatchedWriter();
        var shell = TestShell.Create(reader: pipe, folder: folder.Path) with { Out = output };
        var chat = ChameleonCommandLine.RunAsync(["chat", "-t", "0"], shell);

        pipe.Say("/draw a big red heart in the center, on a white background");
        await pipe.AskedAfter(lines: 1);
        shell.Interrupts.Raise();
        pipe.Say("Hello!");
        await output.Contains("draw one.\n");
        Assert.DoesNotContain(".png", output.ToString(), StringComparison.Ordinal);
        Assert.False(chat.IsCompleted);

        // The first of them may still meet the answer's last moment.
        for (var presses = 0; !chat.IsCompleted && presses < 500; presses++)
        {
            shell.Interrupts.Raise();
            await Task.WhenAny(chat, Task.Delay(100));
        }

        Assert.True(chat.IsCompleted);
        Assert.Equal(ExitCode.Cancelled, await chat);
    }

    public void Dispose() => folder.Dispose();

    private Task<CommandRun> ChatAsync(string input) =>
        CommandRun.In(TestShell.Create(input, folder: folder.Path), "chat", "--temperature", "0", "--seed", "1");

    /// <summary>A pipe into which the test writes line by line.</summary>
    private sealed class ScriptedReader : TextReader
    {
        private readonly System.Collections.Concurrent.BlockingCollection<string> lines = [];
        private readonly TaskCompletionSource[] asked = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int delivered;

        /// <summary>Completes when a line is asked for after so many were delivered.</summary>
        public Task AskedAfter(int lines) => asked[lines].Task.WaitAsync(TimeSpan.FromSeconds(20));

        public void Say(string line) => lines.Add(line);

        public override string? ReadLine()
        {
            asked[delivered].TrySetResult();
            var line = lines.Take();
            delivered++;
            return line;
        }

        protected override void Dispose(bool disposing)
        {
            lines.Add("/quit");
            base.Dispose(disposing);
        }
    }

    /// <summary>Output that a test waits for.</summary>
    private sealed class WatchedWriter : TextWriter
    {
        private readonly SharedText text = new();
        private readonly SemaphoreSlim written = new(0);

        public override System.Text.Encoding Encoding => text.Encoding;

        public override void Write(string? value)
        {
            text.Write(value);
            written.Release();
        }

        public async Task Contains(string expected)
        {
            while (!text.ToString().Contains(expected, StringComparison.Ordinal))
            {
                Assert.True(await written.WaitAsync(TimeSpan.FromSeconds(20)), text.ToString());
            }
        }

        public override string ToString() => text.ToString();
    }
}
