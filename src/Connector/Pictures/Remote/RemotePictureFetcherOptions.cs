namespace Chameleon.Connector;

/// <summary>What a <see cref="RemotePictureFetcher"/> lets through. Copied by the fetcher: later changes have no effect.</summary>
public sealed class RemotePictureFetcherOptions
{
    /// <summary>Most bytes of a picture's file; at least 1.</summary>
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Longest time for one picture, name look-up and every redirect included; positive.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest silence in the middle of a picture; positive.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an address may lead on to another, each checked like the first: 0, which follows none, to 10.</summary>
    public int MaxRedirects { get; set; }

    /// <summary>Ports that may be asked.</summary>
    public ICollection<int> AllowedPorts { get; } = new SortedSet<int> { 80, 443 };

    /// <summary>
    /// Hosts that may be asked, when there are any: <c>pictures.example</c> for that host alone, <c>.example</c> for those
    /// below it. Empty: every host of the public internet.
    /// </summary>
    public ICollection<string> AllowedHosts { get; } = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReadTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRedirects);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRedirects, 10);
    }
}
