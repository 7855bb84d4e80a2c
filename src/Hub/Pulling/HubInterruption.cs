namespace Chameleon.Hub;

/// <summary>The hub broke off, or was not there: it may be so no longer when it is asked again.</summary>
/// <param name="host">Who.</param>
/// <param name="inner">The cause, where there is one.</param>
/// <param name="retryAfter">When it wants to be asked again.</param>
internal sealed class HubInterruption(string host, Exception? inner = null, TimeSpan? retryAfter = null) : Exception($"{host} broke off.", inner)
{
    /// <summary>Who.</summary>
    public string Host { get; } = host;

    /// <summary>When it wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
