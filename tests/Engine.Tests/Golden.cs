using System.Text.Json;

namespace Chameleon.Engine.Tests;

/// <summary>
/// Reference outputs of the original implementations: the folder that <c>CHAMELEON_GOLDEN</c> names, or
/// <c>tests/golden</c>.
/// </summary>
internal static class Golden
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static string Root { get; } =
        Environment.GetEnvironmentVariable("CHAMELEON_GOLDEN") is { Length: > 0 } named
            ? System.IO.Path.GetFullPath(named, RepositoryRoot)
            : System.IO.Path.Combine(RepositoryRoot, "tests", "golden");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The root element of a folder's index.json.</summary>
    public static JsonElement Index(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path(folder, "index.json")));
        return document.RootElement.Clone();
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Chameleon.SK.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Chameleon.SK.sln above {AppContext.BaseDirectory}.");
    }
}
