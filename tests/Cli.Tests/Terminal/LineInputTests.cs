using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class LineInputTests
{
    [Fact]
    public async Task Lines_come_in_order_and_then_the_end()
    {
        using var input = new LineInput(TestShell.Create("one\ntwo"));
        Assert.Equal(new UserInput.Line("one"), await input.ReadAsync(""));
        Assert.Equal(new UserInput.Line("two"), await input.ReadAsync(""));
        Assert.Equal(new UserInput.End(), await input.ReadAsync(""));
    }

    [Fact]
    public async Task Stop_on_the_next_line_stops_the_answer_and_is_used_up()
    {
        using var input = new LineInput(TestShell.Create("/stop\nnext"));
        Assert.True(await input.WatchForStopAsync(CancellationToken.None));
        Assert.Equal(new UserInput.Line("next"), await input.ReadAsync(""));
    }

    [Fact]
    public async Task Another_line_waits_for_its_turn()
    {
        using var input = new LineInput(TestShell.Create("next"));
        using var answer = new CancellationTokenSource();
        var watch = input.WatchForStopAsync(answer.Token);
        await answer.CancelAsync();
        Assert.False(await watch);
        Assert.Equal(new UserInput.Line("next"), await input.ReadAsync(""));
    }

    [Fact]
    public async Task An_interrupt_stops_the_answer_and_is_told_at_the_prompt()
    {
        using var pipe = new NeverEndingReader();
        var shell = TestShell.Create(reader: pipe);
        using var input = new LineInput(shell);
        var watch = input.WatchForStopAsync(CancellationToken.None);
        Assert.True(shell.Interrupts.Raise());
        Assert.True(await watch);
        shell.Interrupts.Raise();
        Assert.Equal(new UserInput.Interrupt(LineWasEmpty: true), await input.ReadAsync(""));
    }

    [Fact]
    public async Task An_interrupt_from_before_a_line_does_not_stop_the_answer_to_it()
    {
        var shell = TestShell.Create("next\nlast");
        using var input = new LineInput(shell);
        await ReadAheadAsync(input);
        shell.Interrupts.Raise();
        Assert.Equal(new UserInput.Line("next"), await input.ReadAsync(""));
        Assert.False(await ReadAheadAsync(input));
    }

    [Fact]
    public void After_the_conversation_an_interrupt_ends_the_process_again()
    {
        var shell = TestShell.Create();
        new LineInput(shell).Dispose();
        Assert.False(shell.Interrupts.Raise());
    }

    /// <summary>Watches an answer that takes a moment; the next line is read meanwhile.</summary>
    private static async Task<bool> ReadAheadAsync(LineInput input)
    {
        using var answer = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        return await input.WatchForStopAsync(answer.Token);
    }

    /// <summary>A pipe that nobody writes to until the test is over.</summary>
    private sealed class NeverEndingReader : TextReader
    {
        private readonly ManualResetEventSlim over = new();

        public override string? ReadLine()
        {
            over.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            over.Set();
            base.Dispose(disposing);
        }
    }
}
