using System.Net;

namespace Chameleon.Hub;

/// <summary>What a hub's statuses mean.</summary>
/// <param name="options">Which hub, as whom.</param>
internal sealed class HubAnswer(HubOptions options)
{
    /// <summary>Longer pauses are left to whoever pulls.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Lets answers pass that carry what was asked for.</summary>
    /// <param name="reference">What was asked for.</param>
    /// <param name="response">The answer.</param>
    /// <param name="ofHub">Whether the hub itself answered, not somebody to whom it led on.</param>
    /// <exception cref="HubException">There is no use in asking again.</exception>
    /// <exception cref="HubInterruption">There may be.</exception>
    public void Check(HubReference reference, HttpResponseMessage response, bool ofHub)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return;
        }

        var host = response.RequestMessage!.RequestUri!.Host;
        if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            throw PauseOf(response) is { } pause && pause > LongestPause
                ? HubThrow.TooManyRequests(options.Endpoint, pause)
                : new HubInterruption(host, retryAfter: PauseOf(response));
        }

        // Whoever stores the files gives no reasons: mostly the address has expired, and the hub gives a new one.
        throw ofHub ? Refusal(reference, response) : new HubInterruption(host);
    }

    private HubException Refusal(HubReference reference, HttpResponseMessage response)
    {
        var (repository, endpoint, token) = (reference.Repository, options.Endpoint, options.Token);
        var code = response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.FirstOrDefault() : null;
        return (code, response.StatusCode) switch
        {
            ("GatedRepo", _) => HubThrow.Gated(repository, endpoint, token),
            ("RepoNotFound", _) => HubThrow.NotFound(repository, endpoint, token),
            ("RevisionNotFound", _) => HubThrow.RevisionNotFound(reference, endpoint),
            ("EntryNotFound", _) => HubThrow.Listing(repository, "it lists a file that it does not have"),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => HubThrow.TokenRefused(endpoint, token),
            (_, HttpStatusCode.NotFound) => HubThrow.NotFound(repository, endpoint, token),
            _ => HubThrow.Status(endpoint.Host, response.StatusCode),
        };
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };
}
