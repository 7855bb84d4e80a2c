using Chameleon.Web.Data.Search;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data.Pictures;

/// <summary>Pictures to their rows and out of them.</summary>
internal static class PictureRows
{
    public const string Columns =
        "p.hash, p.media_type, p.bytes, p.width, p.height, p.origin, p.model, p.prompt, p.seed, p.settings, p.starred, p.created";

    /// <summary>Those of a list of hashes, given as JSON in <c>$2</c>, that belong to the user <c>$1</c>.</summary>
    public const string Listed = "user_id = $1 AND hash IN (SELECT value FROM json_each($2))";

    public static Picture Map(SqliteDataReader row) => new(
        PictureHash.Parse(row.GetString(0)),
        row.GetString(1),
        row.GetInt64(2),
        row.GetInt32(3),
        row.GetInt32(4),
        Enum.Parse<PictureOrigin>(row.GetString(5), ignoreCase: true),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.IsDBNull(8) ? null : row.GetInt64(8),
        row.GetString(9),
        row.GetBoolean(10),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)));

    public static Picture? Find(Session session, UserId user, PictureHash hash) => session.First(
        $"SELECT {Columns} FROM pictures p WHERE p.user_id = $1 AND p.hash = $2", Map, user.Value, hash.ToString());

    /// <summary>
    /// Adds a row; one of the same content is kept, comes back if it was deleted, and enters the gallery if it was only
    /// attached before.
    /// </summary>
    public static Picture Add(Session session, UserId user, PictureHash hash, string mediaType, NewPicture picture, long now)
    {
        var id = session.Number(
            """
            INSERT INTO pictures (user_id, hash, media_type, bytes, width, height, origin, model, prompt, seed, settings, created)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (user_id, hash) DO UPDATE SET
                deleted = iif(excluded.origin = 'attached', deleted, NULL),
                origin = iif(origin = 'attached', excluded.origin, origin),
                model = coalesce(model, excluded.model),
                seed = coalesce(seed, excluded.seed),
                settings = iif(prompt IS NULL, excluded.settings, settings),
                prompt = coalesce(prompt, excluded.prompt)
            RETURNING id
            """,
            user.Value,
            hash.ToString(),
            mediaType,
            picture.File.Length,
            picture.Width,
            picture.Height,
            NameOf(picture.Origin),
            picture.Model,
            picture.Prompt,
            picture.Seed,
            picture.SettingsJson ?? "{}",
            now);
        var stored = Find(session, user, hash)!;
        session.Execute("DELETE FROM picture_search WHERE rowid = $1", id);
        if (!string.IsNullOrEmpty(stored.Prompt))
        {
            session.Execute(
                "INSERT INTO picture_search (rowid, owner, text) VALUES ($1, $2, $3)", id, SearchText.Owner(user), SearchText.Index(stored.Prompt));
        }

        return stored;
    }

    public static string NameOf(PictureOrigin origin) => origin switch
    {
        PictureOrigin.Drawn => "drawn",
        PictureOrigin.Uploaded => "uploaded",
        PictureOrigin.Attached => "attached",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "There is no such origin."),
    };

    /// <summary>A list of hashes as a statement takes it.</summary>
    /// <exception cref="ArgumentException">Too many.</exception>
    public static string ListOf(IEnumerable<PictureHash> hashes, string name)
    {
        ArgumentNullException.ThrowIfNull(hashes, name);
        var list = hashes.Take(DataLimits.Pictures + 1).ToList();
        return list.Count <= DataLimits.Pictures
            ? $"[{string.Join(',', list.Select(static hash => $"\"{hash}\""))}]"
            : throw new ArgumentException($"At most {DataLimits.Pictures} pictures are taken at once.", name);
    }
}
