using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class HoldableOutputTests
{
    [Fact]
    public void What_is_held_comes_in_order_once_it_is_released()
    {
        using var inner = new StringWriter();
        using var output = new HoldableOutput(inner);
        output.Write("one ");
        output.Hold();
        output.WriteLine("two");
        output.Write('3');
        Assert.Equal("one ", inner.ToString());
        output.Release();
        output.Write(" four");
        Assert.Equal("one two\n3 four", inner.ToString());
    }

    [Fact]
    public void Releasing_what_is_not_held_changes_nothing()
    {
        using var inner = new StringWriter();
        using var output = new HoldableOutput(inner);
        output.Release();
        output.Write("x");
        Assert.Equal("x", inner.ToString());
    }

    [Fact]
    public async Task A_bar_and_results_on_one_terminal_do_not_mix()
    {
        var screen = new SharedText();
        var shell = TestShell.Create(terminal: true) with { Out = new HoldableOutput(screen), Error = screen };
        await ProgressBar.ShowAsync(shell, "Drawing", WorkAsync(), () => 0.5);
        Assert.EndsWith("/picture.png\n", screen.ToString(), StringComparison.Ordinal);

        async Task WorkAsync()
        {
            while (!screen.ToString().Contains("Drawing", StringComparison.Ordinal))
            {
                await Task.Delay(10);
            }

            shell.WriteLine("/picture.png");
            await Task.Delay(250);
        }
    }
}
