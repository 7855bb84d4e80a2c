using System.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Models;

namespace Chameleon.Cli.CommandLine;

/// <summary>Whether packed weights are kept for the next start.</summary>
internal sealed class CacheFlags
{
    private readonly Option<bool> cache = new("--cache") { Description = "Keeps the weights as they lie in memory for the next start, in .chameleon in the model's folder", Recursive = true };

    private readonly Option<string?> folder = new("--cache-folder")
    {
        Description = "The same in another folder, for any number of models",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Adds the options to the root.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(cache);
        root.Add(folder);
    }

    /// <summary>What the command line asks for; null when it does not.</summary>
    public WeightCacheOptions? Read(ParseResult result, Shell shell) => result.GetValue(folder) is { } named
        ? new WeightCacheOptions { Folder = shell.FullPath(named) }
        : result.GetValue(cache) ? new WeightCacheOptions() : null;
}
