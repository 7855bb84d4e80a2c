using Spectre.Console;

namespace Chameleon.Cli.Terminal;

/// <summary>A bar on standard error for work that takes a while; nothing where standard error is no terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Work that is done by then never shows a bar.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for work and shows how far it is. The bar goes when the work ends; its outcome is the work's.</summary>
    /// <param name="shell">Where the bar goes.</param>
    /// <param name="label">What is being done.</param>
    /// <param name="work">What is waited for.</param>
    /// <param name="share">How much of it is done, 0 to 1.</param>
    public static async Task ShowAsync(Shell shell, string label, Task work, Func<double> share)
    {
        if (!shell.ErrorIsTerminal || await Task.WhenAny(work, Task.Delay(Patience)) == work)
        {
            await work;
            return;
        }

        // A bar and the results may share one terminal.
        var output = shell.OutIsTerminal ? shell.Out as HoldableOutput : null;
        output?.Hold();
        try
        {
            await BarAsync(shell, label, work, share);
        }
        finally
        {
            output?.Release();
        }

        await work;
    }

    private static async Task BarAsync(Shell shell, string label, Task work, Func<double> share) =>
        await ConsoleOf(shell).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(TerminalText.Escape(label)), maxValue: 1);
                while (!work.IsCompleted)
                {
                    bar.Value = share();
                    await Task.WhenAny(work, Task.Delay(Refresh));
                }
            });

    private static IAnsiConsole ConsoleOf(Shell shell)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(shell.Error),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = shell.Size().Columns;
        return console;
    }
}
