using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class ProgressBarTests
{
    [Fact]
    public async Task Work_that_takes_long_shows_its_label_and_share_on_a_terminal()
    {
        var shell = TestShell.Create(terminal: true);
        var work = new TaskCompletionSource();
        var bar = ProgressBar.ShowAsync(shell, "Loading [tiny]", work.Task, () => 0.5);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!shell.Complaints().Contains("50%", StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }

        work.SetResult();
        await bar;
        Assert.Contains("Loading [tiny]", shell.Complaints(), StringComparison.Ordinal);
        Assert.Empty(shell.Output());
    }

    [Fact]
    public async Task Quick_work_and_pipes_show_nothing()
    {
        var (terminal, pipe) = (TestShell.Create(terminal: true), TestShell.Create());
        await ProgressBar.ShowAsync(terminal, "x", Task.CompletedTask, () => 0);
        await ProgressBar.ShowAsync(pipe, "x", Task.Delay(600), () => 0);
        Assert.Empty(terminal.Complaints() + pipe.Complaints());
    }

    [Fact]
    public async Task What_the_work_throws_is_thrown() => await Assert.ThrowsAsync<IOException>(
        () => ProgressBar.ShowAsync(TestShell.Create(terminal: true), "x", Task.FromException(new IOException()), () => 0));
}
