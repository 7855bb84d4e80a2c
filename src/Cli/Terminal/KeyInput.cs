using System.Threading.Channels;

namespace Chameleon.Cli.Terminal;

/// <summary>
/// Lines typed at a terminal. One thread reads keys for the whole conversation; what is typed while an answer runs
/// stands in the next line.
/// </summary>
internal sealed class KeyInput : IUserInput
{
    private static readonly TimeSpan EscapeMoment = TimeSpan.FromMilliseconds(25);

    private readonly Shell shell;
    private readonly LineEditor editor;
    private readonly PasteFilter pastes = new();
    private readonly Channel<ConsoleKeyInfo?> keys = Channel.CreateUnbounded<ConsoleKeyInfo?>();
    private string typedAhead = "";

    /// <param name="shell">Whose terminal and whose Ctrl-C.</param>
    /// <param name="readKey">Waits for a key; <see cref="Console.ReadKey(bool)"/> outside of tests.</param>
    public KeyInput(Shell shell, Func<ConsoleKeyInfo> readKey)
    {
        this.shell = shell;
        editor = new LineEditor(shell.Out, () => shell.Size().Columns);
        shell.Interrupts.Handler = () => keys.Writer.TryWrite(null);
        shell.Out.Write(PasteFilter.Enable);
        new Thread(() => Listen(readKey)) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <inheritdoc/>
    public bool IsInteractive => true;

    /// <inheritdoc/>
    public async Task<UserInput> ReadAsync(string prompt)
    {
        editor.Begin(prompt, typedAhead);
        typedAhead = "";
        await foreach (var key in keys.Reader.ReadAllAsync())
        {
            if (key is null)
            {
                editor.Leave();
                return new UserInput.Interrupt(editor.Text.Length == 0);
            }

            if (Feed(key.Value) is { } input)
            {
                return input;
            }
        }

        return new UserInput.End();
    }

    /// <inheritdoc/>
    public async Task<bool> WatchForStopAsync(CancellationToken answerDone)
    {
        try
        {
            await foreach (var key in keys.Reader.ReadAllAsync(answerDone))
            {
                if (key is not { } pressed || (pressed.Key == ConsoleKey.Escape && !await MoreFollowsAsync()))
                {
                    return true;
                }

                if (TypeAhead(pressed))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        shell.Out.Write(PasteFilter.Disable);
        shell.Interrupts.Handler = null;
    }

    /// <summary>Whether an escape character begins the code of a key or a paste: their rest comes at once.</summary>
    private async Task<bool> MoreFollowsAsync()
    {
        using var moment = new CancellationTokenSource(EscapeMoment);
        try
        {
            return await keys.Reader.WaitToReadAsync(moment.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>Whether the stop command was entered.</returns>
    private bool TypeAhead(ConsoleKeyInfo key)
    {
        var (typed, paste) = pastes.Push(key);
        typedAhead += paste;
        foreach (var one in typed)
        {
            switch (one.Key)
            {
                case ConsoleKey.Enter when typedAhead.Trim() == StopCommand.Text:
                    typedAhead = "";
                    return true;
                case ConsoleKey.Backspace:
                    typedAhead = typedAhead[..Math.Max(0, typedAhead.Length - 1)];
                    break;
                default:
                    typedAhead += char.IsControl(one.KeyChar) ? "" : one.KeyChar.ToString();
                    break;
            }
        }

        return false;
    }

    private UserInput? Feed(ConsoleKeyInfo key)
    {
        var (typed, paste) = pastes.Push(key);
        if (paste is not null)
        {
            editor.Paste(paste);
        }

        foreach (var one in typed)
        {
            switch (editor.Press(one))
            {
                case EditResult.Entered:
                    return new UserInput.Line(editor.Text);
                case EditResult.EndOfInput:
                    return new UserInput.End();
            }
        }

        return null;
    }

    private void Listen(Func<ConsoleKeyInfo> readKey)
    {
        try
        {
            while (true)
            {
                keys.Writer.TryWrite(readKey());
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            keys.Writer.TryComplete();
        }
    }
}
