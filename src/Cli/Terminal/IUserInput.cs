namespace Chameleon.Cli.Terminal;

/// <summary>Where a conversation's lines come from. One caller at a time.</summary>
internal interface IUserInput : IDisposable
{
    /// <summary>Whether a person sits at the other end, who wants a prompt and hints.</summary>
    bool IsInteractive { get; }

    /// <summary>The next line, interrupt or end.</summary>
    /// <param name="prompt">Shown before the line, where there is somebody to see it.</param>
    Task<UserInput> ReadAsync(string prompt);

    /// <summary>While an answer runs: completes when the user wants it stopped, by Ctrl-C, Esc or <c>/stop</c>.</summary>
    /// <param name="answerDone">Ends the watch.</param>
    /// <returns>Whether the answer shall stop; false when the watch ended first.</returns>
    Task<bool> WatchForStopAsync(CancellationToken answerDone);
}
