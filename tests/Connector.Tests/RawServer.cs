using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chameleon.Connector.Tests;

/// <summary>A loopback server that says, byte for byte, what a test wants said; also what no HTTP library would say.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Func<string, NetworkStream, CancellationToken, Task> answer;
    private readonly ConcurrentBag<Task> connections = [];
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;

    /// <param name="answer">Answers a request, whose head it is given; the connection is closed after it.</param>
    public RawServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>A server that always says the same.</summary>
    public RawServer(string head, params byte[][] body)
        : this(async (_, stream, cancellationToken) =>
        {
            await SayAsync(stream, head, cancellationToken);
            foreach (var part in body)
            {
                await stream.WriteAsync(part, cancellationToken);
            }
        })
    {
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Heads of what was asked.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public Uri Uri(string path = "/picture.png", string host = "127.0.0.1") => new($"http://{host}:{Port}{path}");

    public static ValueTask SayAsync(NetworkStream stream, string head, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();

        // Stopped only then: a connection that comes at the very end would have the listener asked for one more.
        await accepting;
        listener.Stop();
        await Task.WhenAll(connections);
        closing.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(closing.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await ReadHeadAsync(stream);
                requests.Enqueue(head);
                await answer(head, stream, closing.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The other side went, or the test is over.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, closing.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
