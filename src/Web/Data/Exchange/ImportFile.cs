using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Chameleon.Web.Data.Exchange;

/// <summary>
/// A file that somebody wants to import: JSON, Markdown or a zip file with either, told apart by content. Names inside a
/// zip file are only compared with the ones that are looked for, never used as paths.
/// </summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private readonly ZipArchive? zip;

    private ImportFile(ZipArchive? zip, ConversationDocument document)
    {
        this.zip = zip;
        Document = document;
    }

    public ConversationDocument Document { get; }

    /// <param name="file">The file; can seek, and stays open as long as this.</param>
    /// <param name="now">When messages of which nothing else is known were made.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">Not a file of ours, or too large.</exception>
    public static async Task<ImportFile> OpenAsync(Stream file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        if (!start.AsSpan(0, length).StartsWith("PK"u8))
        {
            var text = await BoundedStream.ReadAsync(file, ImportLimits.Text, cancellationToken).ConfigureAwait(false)
                ?? throw ImportThrow.TooLarge("Its text", ImportLimits.Text);
            return new ImportFile(null, Parse(text, now));
        }

        var zip = await OpenZipAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            var entry = zip.GetEntry(ZipExport.JsonName) ?? zip.GetEntry(ZipExport.MarkdownName)
                ?? throw ImportThrow.Invalid($"The zip file holds neither {ZipExport.JsonName} nor {ZipExport.MarkdownName}.");
            return new ImportFile(zip, Parse(await ReadAsync(entry, ImportLimits.Text, cancellationToken).ConfigureAwait(false), now));
        }
        catch
        {
            await zip.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The file of a picture: out of the document, or from beside it; null when it is in neither.</summary>
    /// <exception cref="InvalidDataException">Larger than a picture may be.</exception>
    public async Task<byte[]?> PictureAsync(PictureHash hash, CancellationToken cancellationToken)
    {
        if (Document.Pictures is { } pictures && pictures.TryGetValue(hash.ToString(), out var picture) && picture?.Data is { } data)
        {
            return data;
        }

        foreach (var mediaType in (ReadOnlySpan<string>)["image/png", "image/jpeg", "image/webp"])
        {
            if (zip?.GetEntry(ZipExport.NameOf(hash, mediaType)) is { } entry)
            {
                return await ReadAsync(entry, DataLimits.PictureBytes, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (zip is not null)
        {
            await zip.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<ZipArchive> OpenZipAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            return await ZipArchive.CreateAsync(
                file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw DamagedZip(e);
        }
    }

    private static async Task<byte[]> ReadAsync(ZipArchiveEntry entry, int limit, CancellationToken cancellationToken)
    {
        byte[]? bytes;
        try
        {
            var stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                bytes = await BoundedStream.ReadAsync(stream, limit, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException e)
        {
            throw DamagedZip(e);
        }

        return bytes ?? throw ImportThrow.TooLarge("A file in the zip file", limit);
    }

    private static InvalidDataException DamagedZip(Exception e) => ImportThrow.Invalid("The zip file is damaged.", e);

    private static ConversationDocument Parse(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return MarkdownImport.Read(Encoding.UTF8.GetString(text), now);
        }

        try
        {
            return JsonSerializer.Deserialize<ConversationDocument>(text, ConversationDocument.Options)
                ?? throw ImportThrow.Invalid("It is empty.");
        }
        catch (JsonException e)
        {
            throw ImportThrow.Invalid($"Its JSON is not that of a conversation (line {e.LineNumber + 1}, at {e.Path}).", e);
        }
    }
}
