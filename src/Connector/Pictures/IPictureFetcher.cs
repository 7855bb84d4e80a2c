namespace Chameleon.Connector;

/// <summary>
/// Brings the pictures that messages name by an http(s) address. None is set by default: an address is then refused, and
/// nothing leaves the machine. Implementations are thread-safe and answer for what they let through.
/// </summary>
public interface IPictureFetcher
{
    /// <summary>The bytes behind an address.</summary>
    /// <param name="address">Absolute, http or https.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    ValueTask<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken);
}
