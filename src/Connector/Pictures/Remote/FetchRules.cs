namespace Chameleon.Connector;

/// <summary>
/// Which addresses are asked at all, before any name is looked up. What is checked is the very <see cref="Uri"/> that is
/// then fetched, so no second parser can read it differently; texts that parsers are known to quarrel about are refused.
/// </summary>
/// <param name="options">Checked options.</param>
internal sealed class FetchRules(RemotePictureFetcherOptions options)
{
    private const int LongestAddress = 4096;

    private readonly int[] ports = [.. options.AllowedPorts];
    private readonly string[] hosts = [.. options.AllowedHosts.Select(host => host.TrimEnd('.'))];

    /// <exception cref="PictureFetchException">It is not fetched.</exception>
    public void Check(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            throw FetchThrow.Malformed("is not complete");
        }

        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw FetchThrow.Scheme(Telemetry.LogText.Escape(address.Scheme));
        }

        CheckText(address.OriginalString);
        if (address.UserInfo.Length > 0)
        {
            throw FetchThrow.Malformed("carries a user name or a password");
        }

        if (address.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            throw FetchThrow.Malformed("names no host");
        }

        if (!ports.Contains(address.Port))
        {
            throw FetchThrow.Port(address, ports);
        }

        if (hosts.Length > 0 && !Array.Exists(hosts, host => IsListed(address.IdnHost.TrimEnd('.'), host)))
        {
            throw FetchThrow.HostNotListed(address);
        }
    }

    /// <summary>Where an answer leads on to.</summary>
    /// <param name="from">What answered.</param>
    /// <param name="location">What it named; null when it named nothing.</param>
    /// <exception cref="PictureFetchException">It is not followed.</exception>
    public Uri Follow(Uri from, Uri? location)
    {
        if (location is null)
        {
            throw FetchThrow.Malformed("leads on to nowhere");
        }

        CheckText(location.OriginalString);
        if (!Uri.TryCreate(from, location, out var next))
        {
            throw FetchThrow.Malformed("leads on to what is not an address");
        }

        Check(next);
        return from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp ? throw FetchThrow.Downgrade() : next;
    }

    private static void CheckText(string text)
    {
        if (text.Length > LongestAddress)
        {
            throw FetchThrow.Malformed($"has {text.Length} characters; the limit is {LongestAddress}");
        }

        if (text.AsSpan().ContainsAnyInRange('\0', ' ') || text.AsSpan().ContainsAny('\\', '\u007F'))
        {
            throw FetchThrow.Malformed("holds a backslash, a space or a control character");
        }
    }

    private static bool IsListed(string host, string listed) =>
        listed.StartsWith('.')
            ? host.Length > listed.Length && host.EndsWith(listed, StringComparison.OrdinalIgnoreCase)
            : host.Equals(listed, StringComparison.OrdinalIgnoreCase);
}
