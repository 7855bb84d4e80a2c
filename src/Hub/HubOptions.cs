namespace Chameleon.Hub;

/// <summary>Which hub, as whom, and where its files go. Immutable.</summary>
public sealed record HubOptions
{
    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <summary>The hub.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co/");

    /// <summary>The cache folder that other programs use too.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Whose token is shown to the hub, and to nobody else; null: nobody's.</summary>
    public HubToken? Token { get; init; }

    /// <summary>Whether the hub is not to be asked.</summary>
    public bool Offline { get; init; }

    /// <summary>How long the first pause is after the hub broke off; later ones are longer.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that are free on the disk of a folder.</summary>
    internal Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>As Hugging Face's own programs read the environment: <c>HF_ENDPOINT</c>, <c>HF_HUB_CACHE</c>, <c>HF_HOME</c>, <c>HF_TOKEN</c> and the rest.</summary>
    /// <param name="variable">Reads an environment variable; null: this process's.</param>
    /// <exception cref="HubException"><c>HF_ENDPOINT</c> is not an address, or the token has characters that no token has.</exception>
    public static HubOptions OfEnvironment(Func<string, string?>? variable = null)
    {
        var folders = new HubFolders(variable ?? Environment.GetEnvironmentVariable);
        return new HubOptions
        {
            Endpoint = folders.Variable("HF_ENDPOINT") is { } endpoint ? ParseEndpoint(endpoint) : new Uri("https://huggingface.co/"),
            CacheFolder = folders.Cache,
            Token = folders.FindToken(),
            Offline = folders.Variable("HF_HUB_OFFLINE") is { } offline && Yes.Contains(offline, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var endpoint)
        && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps)
        && endpoint is { UserInfo: "", Query: "", Fragment: "" }
            ? endpoint
            : throw HubThrow.Endpoint(text);
}
