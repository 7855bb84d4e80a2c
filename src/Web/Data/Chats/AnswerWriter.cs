using System.Text;
using System.Text.Json;
using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Takes an answer while it is made. What is appended goes to the disk at once, without the caller waiting: while one
/// write is under way the next gathers, so a crash loses what was said in the last moments and no more. Ended by one of
/// <see cref="FinishAsync"/>, <see cref="StopAsync"/> and <see cref="FailAsync"/>; disposing an answer that was not ended
/// stops it. For one caller at a time, except <see cref="Message"/>.
/// </summary>
public sealed class AnswerWriter : IAsyncDisposable
{
    private readonly Database database;
    private readonly TimeProvider time;
    private readonly UserId user;
    private readonly ConversationId conversation;
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private List<MessagePart> waiting = [];
    private Task writing = Task.CompletedTask;
    private bool isWriting;
    private int position;
    private int length;
    private bool ended;

    internal AnswerWriter(Database database, TimeProvider time, UserId user, ConversationId conversation, StoredMessage message)
    {
        this.database = database;
        this.time = time;
        this.user = user;
        this.conversation = conversation;
        Message = message;
    }

    /// <summary>The message as it was begun: its id, parent and versions.</summary>
    public StoredMessage Message { get; }

    /// <summary>Adds text at the end. Never waits; a disk that fails shows when the answer ends.</summary>
    /// <exception cref="InvalidOperationException">The answer has ended.</exception>
    /// <exception cref="ArgumentException">The answer grew beyond <see cref="DataLimits.Text"/>.</exception>
    public void Append(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        if (piece.Length > DataLimits.Text - length)
        {
            throw new ArgumentException($"A message holds at most {DataLimits.Text} characters.", nameof(piece));
        }

        length += piece.Length;
        lock (gate)
        {
            CheckOpen();
            text.Append(piece);
            WriteSoon();
        }
    }

    /// <summary>Adds a picture of this user's at the end. Never waits.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void Append(PictureHash picture)
    {
        lock (gate)
        {
            CheckOpen();
            TakeText(whole: true);
            waiting.Add(new PicturePart(picture));
            WriteSoon();
        }
    }

    /// <summary>Ends the answer as whole; done means on the disk. May be called again when it failed.</summary>
    /// <param name="usage">What it cost.</param>
    /// <param name="cancellationToken">Cancels while it waits; the answer is then still open.</param>
    public Task FinishAsync(AnswerUsage? usage = null, CancellationToken cancellationToken = default) =>
        EndAsync(MessageState.Done, null, usage, cancellationToken);

    /// <summary>Ends the answer as stopped.</summary>
    /// <inheritdoc cref="FinishAsync" path="/param"/>
    public Task StopAsync(AnswerUsage? usage = null, CancellationToken cancellationToken = default) =>
        EndAsync(MessageState.Stopped, null, usage, cancellationToken);

    /// <summary>Ends the answer as failed.</summary>
    /// <param name="error">One sentence for the person; of a long one the beginning is kept.</param>
    /// <param name="usage">What it cost.</param>
    /// <param name="cancellationToken">Cancels while it waits; the answer is then still open.</param>
    public Task FailAsync(string error, AnswerUsage? usage = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        var sentence = error.Length > DataLimits.Error ? error[..DataLimits.Error] : error;
        return EndAsync(MessageState.Failed, sentence, usage, cancellationToken);
    }

    /// <summary>Stops the answer if it was not ended. What the disk refuses now is tried again when the store is opened next.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is DataStoreException or ObjectDisposedException or KeyNotFoundException)
        {
            // The row says "streaming" still; opening the store makes that "stopped".
        }
    }

    private async Task EndAsync(MessageState state, string? error, AnswerUsage? usage, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<MessagePart> rest;
        int from;
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            TakeText(whole: true);
            rest = [.. waiting];
            from = position;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await database.WriteAsync(
            session =>
            {
                MessageTree.CheckHolds(session, conversation, Message.Id);
                MessageTree.AddParts(session, user, Message.Id, from, rest);
                AnswerEnd.Write(session, user, conversation, Message.Id, state, error, usage is null ? null : JsonSerializer.Serialize(usage), now);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        lock (gate)
        {
            ended = true;
        }
    }

    private void CheckOpen()
    {
        if (ended)
        {
            throw new InvalidOperationException("The answer has ended; nothing can be added to it.");
        }
    }

    private void WriteSoon()
    {
        if (!isWriting)
        {
            isWriting = true;
            writing = WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        while (TakeWaiting() is { Count: > 0 } parts)
        {
            var from = position;
            try
            {
                await database.WriteAsync(
                    session =>
                    {
                        MessageTree.AddParts(session, user, Message.Id, from, parts);
                        return true;
                    },
                    CancellationToken.None).ConfigureAwait(false);
                position = from + parts.Count;
            }
            catch (Exception)
            {
                // Kept for the next write; the one that ends the answer tells.
                lock (gate)
                {
                    waiting.InsertRange(0, parts);
                    isWriting = false;
                }

                return;
            }
        }
    }

    /// <summary>What is to be written next; with nothing left, the writing ends.</summary>
    private List<MessagePart> TakeWaiting()
    {
        lock (gate)
        {
            TakeText(whole: false);
            var parts = waiting;
            waiting = [];
            isWriting = parts.Count > 0;
            return parts;
        }
    }

    /// <param name="whole">Whether half a character at the end is taken too; else it waits for its other half.</param>
    private void TakeText(bool whole)
    {
        var count = text.Length;
        if (!whole && count > 0 && char.IsHighSurrogate(text[count - 1]))
        {
            count--;
        }

        if (count > 0)
        {
            waiting.Add(new TextPart(text.ToString(0, count)));
            text.Remove(0, count);
        }
    }
}
