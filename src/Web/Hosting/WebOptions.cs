namespace Chameleon.Web.Hosting;

/// <summary>What whoever starts the program may say: <c>--port N --model FOLDER --data FOLDER --open false</c>.</summary>
internal sealed class WebOptions
{
    private static readonly string Demo = Path.Combine("models", "chameleon-tiny");

    /// <summary>Port on the loopback addresses; 0: any that is free.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>Folder of the model; null: the demo model, beside the program or up the tree from it or from the current folder.</summary>
    public string? Model { get; set; }

    /// <summary>Folder in which conversations and pictures are kept; null: <c>chameleon</c> among the user's data.</summary>
    public string? Data { get; set; }

    /// <summary>Whether to open the page where there is a desktop.</summary>
    public bool Open { get; set; } = true;

    /// <summary>The folder in which things are kept.</summary>
    public string FindData() => Data
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "chameleon");

    /// <summary>The folder of the model.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public string FindModel()
    {
        if (Model is { } named)
        {
            return Directory.Exists(named) ? named : throw new DirectoryNotFoundException($"--model names {named}, and there is no such folder.");
        }

        return UpTheTree(AppContext.BaseDirectory).Concat(UpTheTree(Directory.GetCurrentDirectory())).FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"No model found: name its folder with --model (looked for {Demo} from {AppContext.BaseDirectory} upwards).");
    }

    private static IEnumerable<string> UpTheTree(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return Path.Combine(current.FullName, Demo);
        }
    }
}
