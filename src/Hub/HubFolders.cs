namespace Chameleon.Hub;

/// <summary>Where Hugging Face's programs keep things, by their variables and defaults.</summary>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class HubFolders(Func<string, string?> variable)
{
    private const int LargestTokenFile = 4096;

    /// <summary>The folder of everything: settings, token, caches.</summary>
    public string Home => Folder("HF_HOME") ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(UserFolder, ".cache"), "huggingface");

    /// <summary>The cache of repositories.</summary>
    public string Cache => Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home, "hub");

    private string UserFolder => Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A variable that is set to something.</summary>
    public string? Variable(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The token of the environment, or the one that a login left.</summary>
    /// <exception cref="HubException">It has characters that no token has.</exception>
    public HubToken? FindToken()
    {
        foreach (var name in (ReadOnlySpan<string>)["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"])
        {
            if (Variable(name) is { } token)
            {
                return Token(token, name);
            }
        }

        var file = new FileInfo(Folder("HF_TOKEN_PATH") ?? Path.Combine(Home, "token"));
        return file is { Exists: true, Length: < LargestTokenFile } && File.ReadAllText(file.FullName).Trim() is { Length: > 0 } kept
            ? Token(kept, "the cache's token file")
            : null;
    }

    private static HubToken Token(string value, string source)
    {
        try
        {
            return new HubToken(value, source);
        }
        catch (ArgumentException)
        {
            throw HubThrow.MalformedToken(source);
        }
    }

    private string? Folder(string name) => Variable(name) switch
    {
        null => null,
        "~" => UserFolder,
        ['~', '/', .. var rest] => Path.Combine(UserFolder, rest),
        var path => Path.GetFullPath(path),
    };
}
