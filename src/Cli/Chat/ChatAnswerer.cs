using Chameleon.Cli.Answers;
using Chameleon.Cli.Terminal;
using Chameleon.Engine;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Chat;

/// <summary>Lets the engine answer while it listens to the user, who may stop it.</summary>
/// <param name="engine">Answers.</param>
/// <param name="input">Where the user is heard.</param>
internal sealed class ChatAnswerer(ChameleonEngine engine, IUserInput input)
{
    /// <summary>Shows an answer until it ends or is stopped.</summary>
    /// <param name="prompt">The whole prompt.</param>
    /// <param name="options">How to answer.</param>
    /// <param name="view">Shows it.</param>
    /// <returns>Whether it came to its end.</returns>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    public async Task<bool> AnswerAsync(IReadOnlyList<PromptPart> prompt, GenerationOptions options, AnswerView view)
    {
        using var stop = new CancellationTokenSource();
        using var done = new CancellationTokenSource();
        var watch = WatchAsync(stop, done.Token);
        try
        {
            await foreach (var update in engine.GenerateAsync(prompt, options, stop.Token))
            {
                view.Show(update);
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            view.Stop();
            return false;
        }
        finally
        {
            await done.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(CancellationTokenSource stop, CancellationToken done)
    {
        if (await input.WatchForStopAsync(done))
        {
            await stop.CancelAsync();
        }
    }
}
