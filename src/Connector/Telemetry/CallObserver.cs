using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>Watches one call of a client from its start to its end, however it ends.</summary>
/// <param name="captureContent">Whether the answer's text is wanted.</param>
internal abstract class CallObserver(bool captureContent)
{
    /// <summary>What has come so far.</summary>
    protected AnswerSummary Answer { get; } = new(captureContent);

    /// <summary>Watches a call that answers at once.</summary>
    /// <param name="call">The call; starts after the observer.</param>
    /// <param name="record">Puts its answer into the summary.</param>
    public async Task<T> WatchAsync<T>(Func<Task<T>> call, Action<AnswerSummary, T> record)
    {
        T response;
        try
        {
            Resuming();
            response = await call().ConfigureAwait(false);
            record(Answer, response);
        }
        catch (Exception exception)
        {
            Failed(exception);
            throw;
        }

        Ended(whole: true);
        return response;
    }

    /// <summary>Watches a stream; <paramref name="begin"/> makes the observer when enumeration starts.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> WatchAsync(
        Func<CallObserver> begin,
        Func<IAsyncEnumerable<ChatResponseUpdate>> call,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var observer = begin();
        var (whole, failed) = (false, false);
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            while (true)
            {
                ChatResponseUpdate update;
                try
                {
                    observer.Resuming();
                    updates ??= call().GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        whole = true;
                        break;
                    }

                    update = updates.Current;
                    observer.Received(update);
                }
                catch (Exception exception)
                {
                    failed = true;
                    observer.Failed(exception);
                    throw;
                }

                yield return update;
            }
        }
        finally
        {
            try
            {
                if (updates is not null)
                {
                    await updates.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                if (!failed)
                {
                    observer.Ended(whole);
                }
            }
        }
    }

    /// <summary>Before the call and before each further piece of a stream, in the caller's context.</summary>
    protected virtual void Resuming()
    {
    }

    /// <summary>A piece of a stream.</summary>
    protected virtual void Received(ChatResponseUpdate update) => Answer.Add(update);

    /// <summary>It threw. Nothing follows.</summary>
    protected abstract void Failed(Exception exception);

    /// <summary>It ended. Nothing follows.</summary>
    /// <param name="whole">False when the caller left early.</param>
    protected abstract void Ended(bool whole);
}
