using System.Collections.Concurrent;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public sealed class KeyInputTests : IDisposable
{
    private readonly Shell shell = TestShell.Create(terminal: true);
    private readonly BlockingCollection<ConsoleKeyInfo> keyboard = [];
    private readonly KeyInput input;

    public KeyInputTests() => input = new KeyInput(shell, keyboard.Take);

    [Fact]
    public async Task A_typed_line_arrives()
    {
        Press(Keys.Type("hello\n"));
        Assert.Equal(new UserInput.Line("hello"), await input.ReadAsync("> "));
    }

    [Fact]
    public async Task Control_c_interrupts_and_says_whether_anything_was_typed()
    {
        shell.Interrupts.Raise();
        Assert.Equal(new UserInput.Interrupt(LineWasEmpty: true), await input.ReadAsync("> "));
        var reading = input.ReadAsync("> ");
        Press(Keys.Type("half"));
        await Until(() => shell.Output().EndsWith("half\r\e[6C", StringComparison.Ordinal));
        shell.Interrupts.Raise();
        Assert.Equal(new UserInput.Interrupt(LineWasEmpty: false), await reading);
    }

    [Fact]
    public async Task Control_c_or_escape_stops_an_answer()
    {
        var watch = input.WatchForStopAsync(CancellationToken.None);
        shell.Interrupts.Raise();
        Assert.True(await watch);
        Press([Keys.Escape]);
        Assert.True(await input.WatchForStopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Stop_typed_while_an_answer_runs_stops_it()
    {
        Press(Keys.Type("/stop\n"));
        Assert.True(await input.WatchForStopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_typed_ahead_stands_in_the_next_line()
    {
        using var answer = new CancellationTokenSource();
        Press([.. Keys.Type("nexxt"), Keys.Backspace, Keys.Backspace, .. Keys.Type("t")]);
        var watch = input.WatchForStopAsync(answer.Token);
        await Until(() => keyboard.Count == 0);
        Press([.. Keys.Type(" one")]);
        await Until(() => keyboard.Count == 0);
        await answer.CancelAsync();
        Assert.False(await watch);
        Press([Keys.Enter]);
        Assert.Equal(new UserInput.Line("next one"), await input.ReadAsync("> "));
    }

    [Fact]
    public async Task A_paste_of_several_lines_is_one_line()
    {
        Press(Keys.Type("\e[200~one\ntwo\n\e[201~\n"));
        Assert.Equal(new UserInput.Line("one\ntwo"), await input.ReadAsync("> "));
    }

    [Fact]
    public async Task A_closed_terminal_ends_the_input()
    {
        keyboard.CompleteAdding();
        Assert.Equal(new UserInput.End(), await input.ReadAsync("> "));
    }

    public void Dispose()
    {
        keyboard.CompleteAdding();
        input.Dispose();
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private void Press(IEnumerable<ConsoleKeyInfo> keys)
    {
        foreach (var key in keys)
        {
            keyboard.Add(key);
        }
    }
}
