using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>Removes for good what was deleted before a moment, in steps small enough that others write between them.</summary>
internal sealed class Purge(Database database, PictureFiles files, DateTimeOffset before)
{
    private const int Step = 500;

    private long Before => before.ToUnixTimeMilliseconds();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await database.WriteAsync(PurgeMessages, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        await database.WriteAsync(PurgeConversations, cancellationToken).ConfigureAwait(false);
        while (await database.WriteAsync(PurgePictures, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        await PurgeFilesAsync(cancellationToken).ConfigureAwait(false);
    }

    private int PurgeMessages(Session session)
    {
        // Children have greater ids than their parents, so none is left without one between two steps.
        var ids = session.Query(
            $"""
            SELECT id FROM messages WHERE conversation_id = (
                SELECT c.id FROM conversations c
                WHERE c.deleted <= $1 AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id) LIMIT 1)
            ORDER BY id DESC LIMIT {Step}
            """,
            static row => row.GetInt64(0),
            Before);
        var list = $"[{string.Join(',', ids)}]";
        session.Execute("DELETE FROM message_search WHERE rowid IN (SELECT value FROM json_each($1))", list);
        session.Execute("DELETE FROM messages WHERE id IN (SELECT value FROM json_each($1))", list);
        return ids.Count;
    }

    private int PurgeConversations(Session session)
    {
        session.Execute("DELETE FROM conversation_search WHERE rowid IN (SELECT id FROM conversations WHERE deleted <= $1)", Before);
        return session.Execute("DELETE FROM conversations WHERE deleted <= $1", Before);
    }

    private int PurgePictures(Session session)
    {
        var list = session.First(
            $"""
            SELECT json_group_array(id) FROM (
                SELECT p.id FROM pictures p
                WHERE (p.deleted <= $1 OR (p.origin = 'attached' AND p.created <= $1))
                AND NOT EXISTS (SELECT 1 FROM parts WHERE parts.picture_id = p.id) LIMIT {Step})
            """,
            static row => row.GetString(0),
            Before);
        session.Execute("DELETE FROM picture_search WHERE rowid IN (SELECT value FROM json_each($1))", list);
        return session.Execute("DELETE FROM pictures WHERE id IN (SELECT value FROM json_each($1))", list);
    }

    private async Task PurgeFilesAsync(CancellationToken cancellationToken)
    {
        // The files go after the rows that named them: a crash between the two leaves a file too many, never one too few.
        foreach (var candidates in files.Older(before).Chunk(Step))
        {
            await database.WriteAsync(session => PurgeFiles(session, candidates), cancellationToken).ConfigureAwait(false);
        }
    }

    private bool PurgeFiles(Session session, (PictureHash Hash, string MediaType)[] candidates)
    {
        foreach (var (hash, mediaType) in candidates)
        {
            if (session.Number("SELECT 1 FROM pictures WHERE hash = $1", hash.ToString()) is null)
            {
                files.Delete(hash, mediaType);
            }
        }

        return true;
    }
}
