using System.Threading.Channels;

namespace Chameleon.Cli.Terminal;

/// <summary>Lines from a pipe or a file. Reads one line ahead while an answer runs, so that <c>/stop</c> is heard.</summary>
internal sealed class LineInput : IUserInput
{
    private readonly Shell shell;
    private readonly Channel<bool> interrupts = Channel.CreateUnbounded<bool>();
    private Task<string?>? nextLine;

    /// <param name="shell">Whose input and whose Ctrl-C.</param>
    public LineInput(Shell shell)
    {
        this.shell = shell;
        shell.Interrupts.Handler = () => interrupts.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public bool IsInteractive => false;

    /// <inheritdoc/>
    public async Task<UserInput> ReadAsync(string prompt)
    {
        var line = NextLine();
        using var over = new CancellationTokenSource();
        var interrupt = interrupts.Reader.WaitToReadAsync(over.Token).AsTask();
        if (await Task.WhenAny(line, interrupt) == interrupt)
        {
            interrupts.Reader.TryRead(out _);
            return new UserInput.Interrupt(LineWasEmpty: true);
        }

        // Ctrl-C from before the line cannot mean the answer to it.
        await over.CancelAsync();
        while (interrupts.Reader.TryRead(out _))
        {
        }

        nextLine = null;
        return await line is { } text ? new UserInput.Line(text) : new UserInput.End();
    }

    /// <inheritdoc/>
    public async Task<bool> WatchForStopAsync(CancellationToken answerDone)
    {
        var interrupt = interrupts.Reader.WaitToReadAsync(answerDone).AsTask();
        var line = NextLine();
        try
        {
            if (await Task.WhenAny(line, interrupt) == line && (await line)?.Trim() == StopCommand.Text)
            {
                nextLine = null;
                return true;
            }

            // Any other line waits for its turn.
            await interrupt;
            return interrupts.Reader.TryRead(out _);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => shell.Interrupts.Handler = null;

    // A console's ReadLineAsync runs on the caller's thread, and may hold it up for hours: it has a thread of its own.
    private Task<string?> NextLine() =>
        nextLine ??= Task.Factory.StartNew(shell.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
