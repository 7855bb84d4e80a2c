namespace Chameleon.Hub;

/// <summary>A hub account's token, and where it was found. Its value is in no text that this makes.</summary>
public sealed class HubToken
{
    /// <param name="value">The token.</param>
    /// <param name="source">Where it was found, for messages.</param>
    /// <exception cref="ArgumentException">The token is blank, or has characters that no header can carry.</exception>
    public HubToken(string value, string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        if (value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"The token from {source} has characters that no token has; was more than the token copied?", nameof(value));
        }

        (Value, Source) = (value, source);
    }

    /// <summary>Where it was found.</summary>
    public string Source { get; }

    internal string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => $"the token from {Source}";
}
