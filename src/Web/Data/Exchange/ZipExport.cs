using System.IO.Compression;
using Chameleon.Web.Data.Pictures;

namespace Chameleon.Web.Data.Exchange;

/// <summary>
/// Writes zip files piece by piece to a stream that need not be able to seek. Every name in them is made here, of digits,
/// letters and hashes.
/// </summary>
internal static class ZipExport
{
    public const string JsonName = "conversation.json", MarkdownName = "conversation.md";

    public static async Task WriteConversationAsync(ConversationSource source, Stream stream, CancellationToken cancellationToken)
    {
        _ = await source.HeadAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(
            stream,
            async zip =>
            {
                await AddAsync(zip, JsonName, entry => JsonExport.WriteAsync(source, embed: false, entry, cancellationToken), cancellationToken).ConfigureAwait(false);
                await AddAsync(zip, MarkdownName, entry => MarkdownExport.WriteAsync(source, entry, cancellationToken), cancellationToken).ConfigureAwait(false);
                foreach (var picture in await source.PicturesAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (await source.FileAsync(picture, cancellationToken).ConfigureAwait(false) is { } file)
                    {
                        await AddPictureAsync(zip, NameOf(picture.Hash, picture.MediaType), file, cancellationToken).ConfigureAwait(false);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    public static Task WritePicturesAsync(
        PictureFiles files, IReadOnlyList<Picture> pictures, Stream stream, CancellationToken cancellationToken) => WriteAsync(
        stream,
        async zip =>
        {
            foreach (var picture in pictures)
            {
                var path = files.PathOf(picture.Hash, picture.MediaType);
                if (File.Exists(path))
                {
                    var name = $"chameleon-{picture.Created.UtcDateTime:yyyyMMdd-HHmmss}-{picture.Hash.ToString()[..12]}{PictureMediaType.Extension(picture.MediaType)}";
                    var file = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
                    await AddPictureAsync(zip, name, file, cancellationToken).ConfigureAwait(false);
                }
            }
        },
        cancellationToken);

    /// <summary>Name of a picture in the zip file of a conversation, as the Markdown in it refers to it.</summary>
    public static string NameOf(PictureHash hash, string mediaType) => PictureFiles.RelativePath(hash, mediaType).Replace('\\', '/');

    private static async Task WriteAsync(Stream stream, Func<ZipArchive, Task> write, CancellationToken cancellationToken)
    {
        var target = new AsyncWriteStream(stream);
        await using (target.ConfigureAwait(false))
        {
            var zip = await ZipArchive.CreateAsync(
                target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken).ConfigureAwait(false);
            await using (zip.ConfigureAwait(false))
            {
                await write(zip).ConfigureAwait(false);
            }

            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Text packs well; picture files are packed already.
    private static Task AddAsync(ZipArchive zip, string name, Func<Stream, Task> write, CancellationToken cancellationToken) =>
        AddAsync(zip, name, CompressionLevel.Fastest, write, cancellationToken);

    private static Task AddPictureAsync(ZipArchive zip, string name, byte[] file, CancellationToken cancellationToken) =>
        AddAsync(zip, name, CompressionLevel.NoCompression, entry => entry.WriteAsync(file, cancellationToken).AsTask(), cancellationToken);

    private static async Task AddAsync(
        ZipArchive zip, string name, CompressionLevel level, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var entry = await zip.CreateEntry(name, level).OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (entry.ConfigureAwait(false))
        {
            await write(entry).ConfigureAwait(false);
        }
    }
}
