namespace Chameleon.Connector.Remote.Wire;

/// <summary>An answer's bytes, counted: as a whole and since the last piece.</summary>
/// <param name="inner">The bytes; disposed by its owner.</param>
/// <param name="endpoint">Whose they are.</param>
/// <param name="options">The limits.</param>
internal sealed class BoundedStream(Stream inner, Uri endpoint, ChameleonRemoteOptions options) : Stream
{
    private long whole;
    private long piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A piece is whole; the next begins.</summary>
    public void NextPiece() => piece = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        (whole, piece) = (whole + read, piece + read);
        return piece > options.MaxPieceBytes ? throw RemoteThrow.TooLarge(endpoint, "A piece of the answer", options.MaxPieceBytes)
            : whole > options.MaxAnswerBytes ? throw RemoteThrow.TooLarge(endpoint, "The answer", options.MaxAnswerBytes)
            : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
