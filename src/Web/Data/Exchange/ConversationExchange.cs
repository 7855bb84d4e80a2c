using Chameleon.Web.Data.Exchange;
using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Conversations and pictures out of the store and in again. Streams are written piece by piece and never synchronously,
/// so an answer to a browser will do. Whatever belongs to another user or never was is equally a
/// <see cref="KeyNotFoundException"/>, thrown before the first byte. Thread-safe.
/// </summary>
public sealed class ConversationExchange
{
    private readonly Database database;
    private readonly PictureFiles files;
    private readonly PictureStore pictures;
    private readonly TimeProvider time;

    internal ConversationExchange(Database database, PictureFiles files, PictureStore pictures, TimeProvider time)
    {
        this.database = database;
        this.files = files;
        this.pictures = pictures;
        this.time = time;
    }

    /// <summary>All branches as JSON, with the pictures in it.</summary>
    public Task WriteJsonAsync(UserId user, ConversationId conversation, Stream stream, CancellationToken cancellationToken = default) =>
        JsonExport.WriteAsync(new ConversationSource(database, files, user, conversation), embed: true, stream, cancellationToken);

    /// <summary>The branch that is shown, as Markdown; its pictures are named as they lie in <see cref="WriteZipAsync"/>.</summary>
    public Task WriteMarkdownAsync(UserId user, ConversationId conversation, Stream stream, CancellationToken cancellationToken = default) =>
        MarkdownExport.WriteAsync(new ConversationSource(database, files, user, conversation), stream, cancellationToken);

    /// <summary>A zip file: all branches as JSON, the one that is shown as Markdown, and the pictures beside them.</summary>
    public Task WriteZipAsync(UserId user, ConversationId conversation, Stream stream, CancellationToken cancellationToken = default) =>
        ZipExport.WriteConversationAsync(new ConversationSource(database, files, user, conversation), stream, cancellationToken);

    /// <summary>A zip file with pictures, named by when they were made; those of others and unknown ones are passed over.</summary>
    /// <exception cref="ArgumentException">More than <see cref="DataLimits.Pictures"/>.</exception>
    public async Task WritePicturesAsync(
        UserId user, IEnumerable<PictureHash> pictures, Stream stream, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        var found = await database.ReadAsync(
            session => session.Query($"SELECT {PictureRows.Columns} FROM pictures p WHERE {PictureRows.Listed} ORDER BY p.id", PictureRows.Map, user.Value, list),
            cancellationToken).ConfigureAwait(false);
        await ZipExport.WritePicturesAsync(files, found, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stores an exported conversation as a new one: JSON, Markdown or a zip file with either. Everything in the file is
    /// checked first; pictures must be what their hashes say. A picture that neither the file nor the user has becomes a
    /// word about that.
    /// </summary>
    /// <param name="user">Whose it becomes.</param>
    /// <param name="file">The file, of which up to 1 GiB is read; need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels; nothing of the conversation stays.</param>
    /// <exception cref="InvalidDataException">It is none, is damaged or holds more than is stored; one sentence, fit to be shown, says what.</exception>
    public async Task<Conversation> ReadAsync(UserId user, Stream file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var copy = files.CreateTemporary();
        await using (copy.ConfigureAwait(false))
        {
            if (!await BoundedStream.CopyAsync(file, copy, ImportLimits.File, cancellationToken).ConfigureAwait(false))
            {
                throw ImportThrow.TooLarge("It", ImportLimits.File);
            }

            copy.Position = 0;
            var import = await ImportFile.OpenAsync(copy, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            await using (import.ConfigureAwait(false))
            {
                return await new ConversationImport(database, pictures, time, user).RunAsync(import, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
