using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// Updates on their way from the engine thread to one reader. The engine never waits: it asks <see cref="IsFull"/> before
/// it computes for the request, and a request whose reader is slow pauses. So no more than the capacity and one pass's
/// updates are ever held, and no more than one preview.
/// </summary>
/// <param name="capacity">Updates from which on the buffer counts as full.</param>
/// <param name="wake">Called when a full buffer has room again.</param>
internal sealed class UpdateBuffer(int capacity, Action wake)
{
    private readonly Channel<GenerationUpdate> channel = Channel.CreateUnbounded<GenerationUpdate>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private static readonly GenerationUpdate PlaceChanged = new GenerationUpdate.Queued(0, 0);

    private int unread;
    private int unreadPreviews;
    private int place = Started;
    private int isPlaceUnread;

    /// <summary>Not in the queue: not yet, or no more.</summary>
    public const int Started = -1;

    /// <summary>Whether the request must pause.</summary>
    public bool IsFull => Volatile.Read(ref unread) >= capacity;

    /// <summary>Whether a preview waits that the reader has not taken.</summary>
    public bool HoldsPreview => Volatile.Read(ref unreadPreviews) > 0;

    /// <summary>Adds an update. Engine thread only.</summary>
    public void Write(GenerationUpdate update)
    {
        Interlocked.Increment(ref unread);
        if (IsPreview(update))
        {
            Interlocked.Increment(ref unreadPreviews);
        }

        channel.Writer.TryWrite(update);
    }

    /// <summary>
    /// Says how many requests start before this one, or that it has <see cref="Started"/>. However often it changes, one
    /// update waits for the reader, and it holds the place of the moment in which it is read. Engine thread only.
    /// </summary>
    public void SetPlace(int ahead)
    {
        if (Interlocked.Exchange(ref place, ahead) != ahead && ahead != Started && Interlocked.Exchange(ref isPlaceUnread, 1) == 0)
        {
            channel.Writer.TryWrite(PlaceChanged);
        }
    }

    /// <summary>Ends the stream, with an error or without; more than once is harmless.</summary>
    public void Complete(Exception? error = null) => channel.Writer.TryComplete(error);

    /// <summary>Done when the stream has ended and all of it was read; fails with the stream's error.</summary>
    public Task Completion => channel.Reader.Completion;

    /// <summary>The next update, if there is one now. One reader.</summary>
    public bool TryRead([NotNullWhen(true)] out GenerationUpdate? update)
    {
        if (!channel.Reader.TryRead(out update))
        {
            return false;
        }

        if (ReferenceEquals(update, PlaceChanged))
        {
            Volatile.Write(ref isPlaceUnread, 0);
            var ahead = Volatile.Read(ref place);
            update = new GenerationUpdate.Queued(0, ahead);
            return ahead != Started || TryRead(out update);
        }

        if (IsPreview(update))
        {
            Interlocked.Decrement(ref unreadPreviews);
        }

        if (Interlocked.Decrement(ref unread) == capacity - 1)
        {
            wake();
        }

        return true;
    }

    /// <summary>All updates in order; then the error, if there is one. One reader, once.</summary>
    public async IAsyncEnumerable<GenerationUpdate> ReadAllAsync()
    {
        while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (TryRead(out var update))
            {
                yield return update;
            }
        }
    }

    private static bool IsPreview(GenerationUpdate update) => update is GenerationUpdate.PictureProgress { Preview: not null };
}
