using System.Net;
using System.Net.Sockets;

namespace Chameleon.Connector;

/// <summary>
/// Opens connections to public addresses only. A name is looked up once, and what was looked up and checked is what is
/// connected to: a name that changes its mind in between changes nothing.
/// </summary>
/// <param name="resolve">Looks a name up.</param>
/// <param name="permits">Which addresses may be connected to.</param>
internal sealed class GuardedConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPAddress, bool> permits)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await resolve(host, cancellationToken).ConfigureAwait(false);

        // A name with one address inside and one outside is a trap, not a host.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => permits(address)))
        {
            throw FetchThrow.NotPublic(host);
        }

        return await ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
