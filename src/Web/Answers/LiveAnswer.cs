using Chameleon.Web.Data;
using Chameleon.Web.Pictures;

namespace Chameleon.Web.Answers;

/// <summary>
/// An answer under way. It belongs to the conversation, not to a page: any number of pages may watch it, and it goes on
/// when none does. Thread-safe, except that one at a time writes it.
/// </summary>
internal sealed class LiveAnswer : IDisposable
{
    private readonly AnswerWriter writer;
    private readonly Lock gate = new();
    private readonly Lock stopping = new();
    private readonly AnswerDraft draft = new();
    private readonly Dictionary<int, (int Version, byte[] Png)> previews = [];
    private readonly CancellationTokenSource stop = new();
    private TaskCompletionSource changed = NewSignal();
    private long version;
    private bool ended;
    private bool isDisposed;
    private int? ahead;

    /// <param name="user">Whose it is.</param>
    /// <param name="writer">Where it is kept; stays the caller's to end.</param>
    public LiveAnswer(UserId user, AnswerWriter writer) => (User, this.writer) = (user, writer);

    /// <summary>Whose it is.</summary>
    public UserId User { get; }

    /// <summary>Cancelled when it is to end.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Ends it, and frees what it holds of the engine; nothing when it is over.</summary>
    public void Stop()
    {
        lock (stopping)
        {
            if (!isDisposed)
            {
                stop.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (stopping)
        {
            isDisposed = true;
            stop.Dispose();
        }
    }

    /// <summary>Waits until there is something that the reader does not know.</summary>
    /// <param name="known">Version of what the reader has seen; −1 for nothing.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<AnswerView> WatchAsync(long known, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                if (version != known || ended)
                {
                    return new AnswerView(version, draft.Blocks(), ahead, ended);
                }

                signal = changed.Task;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How a picture under way looks, as a PNG; null when there is nothing to see.</summary>
    /// <param name="picture">Which picture of the answer.</param>
    public byte[]? Preview(int picture)
    {
        lock (gate)
        {
            return previews.TryGetValue(picture, out var preview) ? preview.Png : null;
        }
    }

    /// <summary>It waits for its turn behind so many.</summary>
    public void Queue(int others) => Change(() => ahead = others);

    /// <summary>Adds words.</summary>
    public void Add(string words)
    {
        writer.Append(words);
        Change(() =>
        {
            ahead = null;
            draft.Add(words);
        });
    }

    /// <summary>Adds a picture.</summary>
    public void Add(PicturePart picture)
    {
        writer.Append(picture.Hash);
        Change(() => draft.Add(picture));
    }

    /// <summary>A picture is so far.</summary>
    /// <param name="picture">Which picture of the answer.</param>
    /// <param name="done">Codes so far.</param>
    /// <param name="total">Codes of the whole.</param>
    /// <param name="preview">How it looks, as a PNG; null when that is not known.</param>
    public void Draw(int picture, int done, int total, byte[]? preview) => Change(() =>
    {
        ahead = null;
        string? source = null;
        if (preview is not null)
        {
            var next = previews.GetValueOrDefault(picture).Version + 1;
            previews[picture] = (next, preview);
            source = PictureAddress.OfPreview(writer.Message.Id, picture, next);
        }

        draft.Show(new AnswerBlock.Drawing(source, done, total));
    });

    /// <summary>The picture under way will not be done.</summary>
    public void GiveUpDrawing() => Change(draft.GiveUpDrawing);

    /// <summary>Nothing more comes, and what came is kept.</summary>
    public void End() => Change(() => ended = true);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            version++;
            (signal, changed) = (changed, NewSignal());
        }

        signal.SetResult();
    }
}
