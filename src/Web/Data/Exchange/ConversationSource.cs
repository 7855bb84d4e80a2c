using System.Runtime.CompilerServices;
using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data.Exchange;

/// <summary>Reads a conversation in steps, so that a long one is never in memory as a whole.</summary>
internal sealed class ConversationSource(Database database, PictureFiles files, UserId user, ConversationId id)
{
    private const int Step = 200;

    /// <exception cref="KeyNotFoundException">No conversation of this user's.</exception>
    public Task<Conversation> HeadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => ChatStore.Find(session, user, id) ?? throw DataThrow.NoConversation(id), cancellationToken);

    /// <summary>The messages of all branches, parents before children.</summary>
    public async IAsyncEnumerable<StoredMessage> MessagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageId? last = null;
        while (true)
        {
            var after = last;
            var messages = await database.ReadAsync(
                session => MessageRows.After(session, id, after, Step), cancellationToken).ConfigureAwait(false);
            foreach (var message in messages)
            {
                yield return message;
            }

            if (messages.Count < Step)
            {
                yield break;
            }

            last = messages[^1].Id;
        }
    }

    /// <summary>The messages of the branch that ends in one, first to last.</summary>
    public async IAsyncEnumerable<StoredMessage> BranchAsync(
        MessageId? leaf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = await database.ReadAsync(session => MessageRows.BranchIds(session, id, leaf), cancellationToken).ConfigureAwait(false);
        foreach (var step in ids.Chunk(Step))
        {
            foreach (var message in await database.ReadAsync(session => MessageRows.Some(session, id, step), cancellationToken).ConfigureAwait(false))
            {
                yield return message;
            }
        }
    }

    /// <summary>The pictures that any message shows.</summary>
    public Task<List<Picture>> PicturesAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query(
            $"""
            SELECT {PictureRows.Columns} FROM pictures p WHERE p.user_id = $2 AND p.id IN (
                SELECT parts.picture_id FROM messages m JOIN parts ON parts.message_id = m.id WHERE m.conversation_id = $1)
            ORDER BY p.id
            """,
            PictureRows.Map,
            id.Value,
            user.Value),
        cancellationToken);

    /// <summary>The file of a picture, or null when it is not there.</summary>
    public async Task<byte[]?> FileAsync(Picture picture, CancellationToken cancellationToken)
    {
        var path = files.PathOf(picture.Hash, picture.MediaType);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
    }
}
