using System.Net;
using System.Net.Http.Headers;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>
/// Fetches pictures from the public internet, for programs that choose to. Treats each address as an attack: http and
/// https only, no credentials, cookies or proxy; the addresses that a name leads to are checked and then connected to as
/// checked, so private networks, this machine and cloud metadata are out of reach, behind redirects too; bytes, time and
/// silence are capped; what does not begin like a picture is left where it is. Thread-safe.
/// </summary>
public sealed class RemotePictureFetcher : IPictureFetcher, IDisposable
{
    private const int EnoughToTell = 512;
    private const int BufferSize = 32 * 1024;

    private readonly RemotePictureFetcherOptions options;
    private readonly FetchRules rules;
    private readonly HttpClient client;
    private readonly TimeProvider time;

    /// <param name="options">What is let through; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public RemotePictureFetcher(RemotePictureFetcherOptions? options = null)
        : this(options ?? new(), Dns.GetHostAddressesAsync, PublicAddresses.Contain, TimeProvider.System)
    {
    }

    /// <param name="options">What is let through.</param>
    /// <param name="resolve">Looks names up.</param>
    /// <param name="permits">Which addresses may be connected to.</param>
    /// <param name="time">Clock of the limits.</param>
    internal RemotePictureFetcher(
        RemotePictureFetcherOptions options,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        Func<IPAddress, bool> permits,
        TimeProvider time)
    {
        options.Validate();
        this.options = new RemotePictureFetcherOptions
        {
            MaxBytes = options.MaxBytes,
            Timeout = options.Timeout,
            ReadTimeout = options.ReadTimeout,
            MaxRedirects = options.MaxRedirects,
        };
        rules = new FetchRules(options);
        this.time = time;
        client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = new GuardedConnector(resolve, permits).ConnectAsync,
                ConnectTimeout = options.Timeout,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
                MaxResponseHeadersLength = 16,
                MaxResponseDrainSize = 0,
            })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The file of a picture, as its host sent it.</summary>
    /// <param name="address">Absolute, http or https.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="PictureFetchException">It was not fetched; the kind and one sentence say why.</exception>
    /// <exception cref="ImageFormatException">What is there is not a picture of a kind that is read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async ValueTask<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        rules.Check(address);
        using var overall = new CancellationTokenSource(options.Timeout, time);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overall.Token, silence.Token);
        var current = address;
        try
        {
            for (var hop = 0; ; hop++)
            {
                using var response = await AskAsync(current, any.Token).ConfigureAwait(false);
                if (!IsRedirect(response.StatusCode))
                {
                    return await ReadAsync(current, response, silence, any.Token).ConfigureAwait(false);
                }

                current = hop < options.MaxRedirects
                    ? rules.Follow(current, response.Headers.Location)
                    : throw FetchThrow.Redirects(options.MaxRedirects);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is not (PictureFetchException or ImageFormatException))
        {
            throw exception switch
            {
                { InnerException: PictureFetchException refusal } => refusal,
                _ when overall.IsCancellationRequested => FetchThrow.TooSlow(options.Timeout),
                _ when silence.IsCancellationRequested => FetchThrow.Stalled(options.ReadTimeout),
                _ => FetchThrow.Unreachable(current, exception),
            };
        }
    }

    /// <summary>Closes what is open. Transfers that still run fail.</summary>
    public void Dispose() => client.Dispose();

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadAsync(
        Uri address, HttpResponseMessage response, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw FetchThrow.Status(address, response.StatusCode);
        }

        if (response.Content.Headers.ContentEncoding.Any(encoding => encoding != "identity"))
        {
            throw FetchThrow.Encoded(address);
        }

        if (response.Content.Headers.ContentLength > options.MaxBytes)
        {
            throw FetchThrow.TooLarge(options.MaxBytes);
        }

        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var file = new MemoryStream();
        var buffer = new byte[BufferSize];
        var known = false;
        while (true)
        {
            silence.CancelAfter(options.ReadTimeout);
            var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (file.Length + read > options.MaxBytes)
            {
                throw FetchThrow.TooLarge(options.MaxBytes);
            }

            file.Write(buffer, 0, read);
            if (!known && (read == 0 || file.Length >= EnoughToTell))
            {
                ImageSignature.Sniff(file.GetBuffer().AsSpan(0, (int)file.Length));
                known = true;
            }

            if (read == 0)
            {
                return file.ToArray();
            }
        }
    }
}
