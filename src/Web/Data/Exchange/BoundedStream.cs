namespace Chameleon.Web.Data.Exchange;

/// <summary>Copies streams that may claim or hold anything.</summary>
internal static class BoundedStream
{
    private const int BufferBytes = 128 * 1024;

    /// <returns>False when the stream is longer than the limit; no more than that was copied.</returns>
    public static async Task<bool> CopyAsync(Stream source, Stream target, long limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var copied = 0L;
        int count;
        while ((count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            copied += count;
            if (copied > limit)
            {
                return false;
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <returns>The whole stream; null when it is longer than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        using var target = new MemoryStream();
        return await CopyAsync(source, target, limit, cancellationToken).ConfigureAwait(false) ? target.ToArray() : null;
    }
}
