using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Tests;

/// <summary>The real model behind a gate: an answer stands still in its middle for as long as a test looks at it.</summary>
public sealed class HeldChatClient(IChatClient model) : DelegatingChatClient(model)
{
    private volatile Gate? gate;

    /// <summary>Answers that begin from now on stand still once they have sent so many updates.</summary>
    public void HoldAfter(int updates) => gate = new Gate(updates, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Lets them go on, and later ones pass.</summary>
    public void Release()
    {
        var held = gate;
        gate = null;
        held?.Opened.TrySetResult();
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (held, sent) = (gate, 0);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (held is not null && sent++ == held.Updates)
            {
                await held.Opened.Task.WaitAsync(cancellationToken);
            }

            yield return update;
        }
    }

    private sealed record Gate(int Updates, TaskCompletionSource Opened);
}
