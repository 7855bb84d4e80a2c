using System.Net;
using System.Net.Http.Headers;

namespace Chameleon.Hub;

/// <summary>
/// Asks a hub, and follows where it leads. The token is shown to the hub itself and to nobody to whom it leads on, and never
/// over a line that others can read. Thread-safe.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 5;
    private const int BufferSize = 64 * 1024;

    /// <summary>So long may nothing come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly HubOptions options;
    private readonly HubAnswer answers;
    private readonly HttpClient client;

    /// <param name="options">Which hub, as whom.</param>
    public HubConnection(HubOptions options)
    {
        this.options = options;
        answers = new HubAnswer(options);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Chameleon.SK", typeof(HubConnection).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>The list of a repository's files.</summary>
    public async Task<HubListing> ListAsync(HubReference reference, CancellationToken cancellationToken)
    {
        var address = new Uri(options.Endpoint, $"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}?blobs=true");
        using var response = await AskAsync(HttpMethod.Get, reference, address, range: null, cancellationToken).ConfigureAwait(false);
        using var text = new MemoryStream();
        await ReadAsync(
            response,
            (bytes, _) =>
            {
                if (text.Length + bytes.Length > HubListing.LongestAnswer)
                {
                    throw HubThrow.Listing(reference.Repository, $"its list of files has more than {HubListing.LongestAnswer:N0} bytes");
                }

                text.Write(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return HubListing.Parse(reference.Repository, text.ToArray());
    }

    /// <summary>What the hub says about a file whose size or hash its list does not say.</summary>
    public async Task<HubFile> DescribeAsync(HubReference reference, string commit, HubFile file, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(HttpMethod.Head, reference, AddressOf(reference, commit, file), range: null, cancellationToken).ConfigureAwait(false);
        var linked = Header(response, "X-Linked-Size");
        return new HubFile(
            file.Name,
            file.Size ?? (long.TryParse(linked, out var size) && size >= 0 ? size : response.Content.Headers.ContentLength),
            file.Hash ?? BlobHash.OfTag(Header(response, "X-Linked-ETag")) ?? BlobHash.OfTag(response.Headers.ETag?.Tag));
    }

    /// <summary>A file's content, or what follows its first bytes.</summary>
    public Task<HttpResponseMessage> OpenAsync(HubReference reference, string commit, HubFile file, long start, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, reference, AddressOf(reference, commit, file), start == 0 ? null : new RangeHeaderValue(start, null), cancellationToken);

    /// <summary>Hands on what comes, piece by piece.</summary>
    /// <exception cref="HubInterruption">It broke off, or nothing came for long.</exception>
    public static async Task ReadAsync(
        HttpResponseMessage response, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationToken cancellationToken)
    {
        var host = response.RequestMessage!.RequestUri!.Host;
        var buffer = new byte[BufferSize];
        using var body = await PatientlyAsync(host, response.Content.ReadAsStreamAsync, cancellationToken).ConfigureAwait(false);
        while (await PatientlyAsync(host, async token => await body.ReadAsync(buffer, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            await take(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes what is open.</summary>
    public void Dispose() => client.Dispose();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static async Task<T> PatientlyAsync<T>(string host, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Silence);
        try
        {
            return await ask(patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new HubInterruption(host, exception);
        }
    }

    private Uri AddressOf(HubReference reference, string commit, HubFile file) =>
        new(options.Endpoint, $"{reference.Repository}/resolve/{commit}/{Uri.EscapeDataString(file.Name)}");

    private async Task<HttpResponseMessage> AskAsync(
        HttpMethod method, HubReference reference, Uri address, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await SendAsync(method, address, range, cancellationToken).ConfigureAwait(false);
            try
            {
                // Where a description leads away from the hub, the hub has said all that it says.
                var next = IsRedirect(response.StatusCode) ? Follow(address, response.Headers.Location) : null;
                if (next is null || (method == HttpMethod.Head && !IsHub(next)))
                {
                    if (next is null)
                    {
                        answers.Check(reference, response, IsHub(address));
                    }

                    return response;
                }

                address = hop < MostRedirects ? next : throw HubThrow.Redirects(options.Endpoint.Host, MostRedirects);
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        PatientlyAsync(
            address.Host,
            async token =>
            {
                using var request = new HttpRequestMessage(method, address);
                request.Headers.Range = range;
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
                if (options.Token is { } secret && IsHub(address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Value);
                }

                return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            },
            cancellationToken);

    private bool IsHub(Uri address) =>
        address.Scheme == options.Endpoint.Scheme && address.IdnHost == options.Endpoint.IdnHost && address.Port == options.Endpoint.Port;

    private static Uri Follow(Uri address, Uri? location)
    {
        if (location is null || !Uri.TryCreate(address, location, out var next) || next.UserInfo.Length > 0
            || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != address.Scheme))
        {
            throw HubThrow.Downgrade(address.Host);
        }

        return next;
    }
}
