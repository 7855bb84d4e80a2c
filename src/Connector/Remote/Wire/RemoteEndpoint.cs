using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Retry;

namespace Chameleon.Connector.Remote.Wire;

/// <summary>A server that speaks OpenAI's protocol: asks it, again where that may help, and names what goes wrong. Thread-safe.</summary>
internal sealed class RemoteEndpoint : IDisposable
{
    private readonly HttpClient client;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly ResiliencePipeline retries;
    private readonly ILogger logger;
    private readonly TimeProvider time;

    /// <param name="endpoint">Absolute http(s) address of the API, usually ending in /v1.</param>
    /// <param name="apiKey">Sent as bearer token; null sends none.</param>
    /// <param name="options">Limits.</param>
    /// <param name="loggerFactory">Hears of further tries.</param>
    /// <param name="time">Clock of limits and waits.</param>
    public RemoteEndpoint(Uri endpoint, string? apiKey, ChameleonRemoteOptions options, ILoggerFactory? loggerFactory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The endpoint is not an absolute http or https address.", nameof(endpoint));
        }

        if (endpoint.UserInfo.Length > 0)
        {
            throw new ArgumentException("The endpoint carries a user name or a password; give a key instead.", nameof(endpoint));
        }

        (Address, Options, this.time) = (endpoint, options, time);
        Words = new ServerWords(apiKey);
        authorization = string.IsNullOrEmpty(apiKey) ? null : new AuthenticationHeaderValue("Bearer", apiKey);
        client = options.HttpClient ?? MakeClient(options);
        logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Chameleon.Connector.Remote");
        retries = MakeRetries();
    }

    /// <summary>As it was given.</summary>
    public Uri Address { get; }

    /// <summary>Without its query, which may hold what is nobody's business.</summary>
    public Uri PublicAddress => new(Address.GetLeftPart(UriPartial.Path));

    public ChameleonRemoteOptions Options { get; }

    public ServerWords Words { get; }

    /// <summary>Asks, and waits until the answer begins.</summary>
    /// <param name="path">Below the endpoint.</param>
    /// <param name="body">JSON; null for a GET.</param>
    /// <param name="accept">Media type that is wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ChameleonRemoteException">It did not answer.</exception>
    public async Task<RemoteAnswer> AskAsync(string path, ReadOnlyMemory<byte>? body, string accept, CancellationToken cancellationToken) =>
        await retries.ExecuteAsync(
            async token => await TryAsync(path, body, accept, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        if (Options.HttpClient is null)
        {
            client.Dispose();
        }
    }

    private static HttpClient MakeClient(ChameleonRemoteOptions options) => new(
        new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, AllowAutoRedirect = false, UseCookies = false, MaxResponseDrainSize = 0 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static bool MayHelp(ChameleonRemoteException exception) => exception is
    { Failure: ChameleonRemoteFailure.Unreachable or ChameleonRemoteFailure.Busy }
        or
    {
        StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.GatewayTimeout,
    };

    private ResiliencePipeline MakeRetries() => Options.MaxRetries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = Options.RetryDelay,
                MaxDelay = Options.MaxRetryDelay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is ChameleonRemoteException exception
                    && MayHelp(exception)
                    && !(exception.RetryAfter > Options.MaxRetryDelay)),
                DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as ChameleonRemoteException)?.RetryAfter),
                OnRetry = args =>
                {
                    RemoteLog.Again(logger, args.AttemptNumber + 1, args.RetryDelay.TotalSeconds, args.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();

    private async Task<RemoteAnswer> TryAsync(string path, ReadOnlyMemory<byte>? body, string accept, CancellationToken cancellationToken)
    {
        var patience = new Patience(time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            patience.Begin(Options.FirstTokenTimeout);
            response = await SendAsync(path, body, accept, patience.Token).ConfigureAwait(false);
            var content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return new RemoteAnswer(this, response, content, patience);
            }

            var said = await Words.ReadAsync(content, patience.Token).ConfigureAwait(false);
            throw RemoteThrow.Status(Address, response.StatusCode, said, RetryAfter(response));
        }
        catch (Exception exception)
        {
            response?.Dispose();
            var over = patience.IsOver;
            patience.Dispose();
            throw Name(exception, over, cancellationToken);
        }
    }

    private Exception Name(Exception exception, bool over, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(cancellationToken),
        _ when over => RemoteThrow.TooSlow(Address, "nothing", Options.FirstTokenTimeout),
        ChameleonRemoteException => exception,
        OperationCanceledException when Options.HttpClient is null => RemoteThrow.NoConnection(Address, Options.ConnectTimeout),
        _ => RemoteThrow.Unreachable(Address, exception),
    };

    private async Task<HttpResponseMessage> SendAsync(string path, ReadOnlyMemory<byte>? body, string accept, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(Address) { Path = $"{Address.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        request.Headers.Authorization = authorization;
        request.Headers.Add("Accept", accept);
        if (body is { } json)
        {
            request.Content = new ReadOnlyMemoryContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seconds or a date, as HTTP has it.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)),
        _ => null,
    };
}
