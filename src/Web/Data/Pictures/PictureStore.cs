using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Pictures: files named by their content, and what is known of them. Whatever belongs to another user or never was is
/// equally not there. Every method may throw <see cref="DataStoreException"/>. Thread-safe.
/// </summary>
public sealed partial class PictureStore
{
    private readonly Database database;
    private readonly PictureFiles files;
    private readonly TimeProvider time;

    internal PictureStore(Database database, PictureFiles files, TimeProvider time)
    {
        this.database = database;
        this.files = files;
        this.time = time;
    }

    /// <summary>
    /// Stores a picture. The same file again is the same picture: what was known of it stays, a deleted one comes back,
    /// and one that was only attached enters the gallery when it is drawn or uploaded.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// No PNG, JPEG or WebP, empty, larger than <see cref="DataLimits.PictureBytes"/>, sides below 1, or a prompt or settings
    /// beyond <see cref="DataLimits"/>.
    /// </exception>
    public async Task<Picture> AddAsync(UserId user, NewPicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var mediaType = PictureMediaType.Of(picture.File.Span, nameof(picture));
        Check(picture);
        var hash = PictureHash.Of(picture.File.Span);
        var written = await files.WriteAsync(picture.File, cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            // The file goes into its place on the writer's thread, where nobody purges meanwhile.
            return await database.WriteAsync(
                session =>
                {
                    files.Commit(written, hash, mediaType);
                    return PictureRows.Add(session, user, hash, mediaType, picture, now);
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            PictureFiles.Discard(written);
        }
    }

    /// <summary>What is known of a picture, or null. A deleted one that a message shows is still known.</summary>
    public Task<Picture?> FindAsync(UserId user, PictureHash hash, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => PictureRows.Find(session, user, hash), cancellationToken);

    /// <summary>The file of a picture, or null. What it holds never changes, so it may be kept by whoever gets it.</summary>
    public async Task<PictureFile?> FindFileAsync(UserId user, PictureHash hash, CancellationToken cancellationToken = default)
    {
        var picture = await FindAsync(user, hash, cancellationToken).ConfigureAwait(false);
        var path = picture is null ? null : files.PathOf(hash, picture.MediaType);
        return File.Exists(path) ? new PictureFile(path, picture!.MediaType) : null;
    }

    /// <summary>Where a smaller copy of a picture's file may be kept; it goes with the picture.</summary>
    internal string SmallPath(PictureHash hash, int size) => files.SmallPath(hash, size);

    /// <summary>Gives pictures a star, or takes it.</summary>
    /// <returns>How many were found; those of others and unknown ones are passed over.</returns>
    public Task<int> StarAsync(
        UserId user, IEnumerable<PictureHash> pictures, bool starred, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        return database.WriteAsync(
            session => session.Execute($"UPDATE pictures SET starred = $3 WHERE {PictureRows.Listed}", user.Value, list, starred ? 1 : 0),
            cancellationToken);
    }

    /// <summary>
    /// Takes pictures out of the gallery; until they are purged, <see cref="RestoreAsync"/> brings them back. Messages go on
    /// showing them.
    /// </summary>
    /// <returns>How many were found; those of others and unknown ones are passed over.</returns>
    public Task<int> DeleteAsync(UserId user, IEnumerable<PictureHash> pictures, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session => session.Execute(
                $"UPDATE pictures SET deleted = $3 WHERE {PictureRows.Listed} AND deleted IS NULL", user.Value, list, now),
            cancellationToken);
    }

    /// <summary>Brings deleted pictures back, with star and boards.</summary>
    /// <returns>How many came back.</returns>
    public Task<int> RestoreAsync(UserId user, IEnumerable<PictureHash> pictures, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        return database.WriteAsync(
            session => session.Execute(
                $"UPDATE pictures SET deleted = NULL WHERE {PictureRows.Listed} AND deleted IS NOT NULL", user.Value, list),
            cancellationToken);
    }

    /// <summary>Puts pictures that were only attached to messages into the gallery.</summary>
    /// <returns>How many were only attached.</returns>
    public Task<int> KeepAsync(UserId user, IEnumerable<PictureHash> pictures, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        return database.WriteAsync(
            session => session.Execute(
                $"UPDATE pictures SET origin = 'uploaded', deleted = NULL WHERE {PictureRows.Listed} AND origin = 'attached'", user.Value, list),
            cancellationToken);
    }

    private static void Check(NewPicture picture)
    {
        if (picture.File.Length > DataLimits.PictureBytes)
        {
            throw new ArgumentException(
                $"A picture file holds at most {DataLimits.PictureBytes} bytes, got {picture.File.Length}.", nameof(picture));
        }

        if (picture.Width < 1 || picture.Height < 1)
        {
            throw new ArgumentException($"A picture has at least one pixel, got {picture.Width} × {picture.Height}.", nameof(picture));
        }

        _ = PictureRows.NameOf(picture.Origin);
        DataLimits.CheckLength(picture.Model, DataLimits.Title, nameof(picture));
        DataLimits.CheckLength(picture.Prompt, DataLimits.Prompt, nameof(picture));
        DataLimits.CheckSettings(picture.SettingsJson, nameof(picture));
    }
}
