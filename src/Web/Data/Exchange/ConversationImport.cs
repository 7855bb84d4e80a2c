using System.Text.Json;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data.Exchange;

/// <summary>
/// Stores what a file brings, in steps between which others write. Until the last step the conversation counts as
/// deleted, so that an import that ends early leaves nothing behind that anybody sees.
/// </summary>
internal sealed class ConversationImport(Database database, PictureStore pictures, TimeProvider time, UserId user)
{
    private const int Step = 500;

    /// <exception cref="InvalidDataException">Something in the file is not stored.</exception>
    public async Task<Conversation> RunAsync(ImportFile file, CancellationToken cancellationToken)
    {
        var plan = ImportPlan.For(file.Document);
        var found = await StorePicturesAsync(file, plan, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = await database.WriteAsync(
            session =>
            {
                var created = ChatStore.Create(session, user, plan.Title, plan.SettingsJson, now);
                session.Execute("UPDATE conversations SET deleted = $1 WHERE id = $2", now, created.Id.Value);
                return created.Id;
            },
            cancellationToken).ConfigureAwait(false);
        var ids = new Dictionary<long, MessageId>();
        foreach (var step in plan.Messages.Chunk(Step))
        {
            await database.WriteAsync(session => AddMessages(session, id, step, ids, found), cancellationToken).ConfigureAwait(false);
        }

        return await database.WriteAsync(
            session =>
            {
                if (plan.Leaf is { } leaf)
                {
                    MessageTree.Select(session, id, ids[leaf]);
                }

                session.Execute("UPDATE conversations SET deleted = NULL WHERE id = $1", id.Value);
                return ChatStore.Find(session, user, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private bool AddMessages(
        Session session, ConversationId conversation, PlannedMessage[] messages, Dictionary<long, MessageId> ids, HashSet<PictureHash> found)
    {
        foreach (var message in messages)
        {
            var row = message.Row with { Parts = [.. message.Row.Parts.Select(part => Replace(part, found))] };
            MessageId? parent = message.Parent is { } above ? ids[above] : null;
            ids[message.Id] = MessageTree.Add(session, user, conversation, parent, row);
        }

        return true;
    }

    private static MessagePart Replace(MessagePart part, HashSet<PictureHash> found) =>
        part is PicturePart { Hash: var hash } && !found.Contains(hash) ? new TextPart("[picture not in the file]") : part;

    /// <returns>Those that are there afterwards; files without pictures bring only words.</returns>
    private async Task<HashSet<PictureHash>> StorePicturesAsync(ImportFile file, ImportPlan plan, CancellationToken cancellationToken)
    {
        var found = new HashSet<PictureHash>();
        foreach (var hash in plan.Pictures)
        {
            if (await pictures.FindAsync(user, hash, cancellationToken).ConfigureAwait(false) is not null)
            {
                found.Add(hash);
            }
            else if (await file.PictureAsync(hash, cancellationToken).ConfigureAwait(false) is { } bytes)
            {
                await StoreAsync(file, hash, bytes, cancellationToken).ConfigureAwait(false);
                found.Add(hash);
            }
        }

        return found;
    }

    private async Task StoreAsync(ImportFile file, PictureHash hash, byte[] bytes, CancellationToken cancellationToken)
    {
        if (PictureHash.Of(bytes) != hash)
        {
            throw ImportThrow.Invalid($"The picture {hash} is not what its name says.");
        }

        var known = file.Document.Pictures is { } documents && documents.TryGetValue(hash.ToString(), out var document) ? document : null;
        try
        {
            // Decoded to know that it is one, and its true size; whatever text it carries stays unread.
            var pixels = await Task.Run(() => ImageDecoder.Decode(bytes, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
            await pictures.AddAsync(
                user,
                new NewPicture
                {
                    File = bytes,
                    Width = pixels.Width,
                    Height = pixels.Height,
                    Origin = OriginOf(known?.Origin),
                    Model = known?.Model,
                    Prompt = known?.Prompt,
                    Seed = known?.Seed,
                    SettingsJson = known?.Settings is { ValueKind: JsonValueKind.Object } settings ? JsonSerializer.Serialize(settings, ConversationDocument.Options) : null,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ImageFormatException or ArgumentException)
        {
            throw ImportThrow.Invalid($"The picture {hash} cannot be stored: {e.Message}", e);
        }
    }

    private static PictureOrigin OriginOf(string? name) => name switch
    {
        "drawn" => PictureOrigin.Drawn,
        "uploaded" => PictureOrigin.Uploaded,
        _ => PictureOrigin.Attached,
    };
}
