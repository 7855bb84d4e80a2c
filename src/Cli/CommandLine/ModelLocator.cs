using Chameleon.Cli.Terminal;
using Chameleon.Hub;

namespace Chameleon.Cli.CommandLine;

/// <summary>Finds the model when the user does not name one.</summary>
internal static class ModelLocator
{
    /// <summary>Names the model's folder.</summary>
    public const string Variable = "CHAMELEON_MODEL";

    private static readonly string Demo = Path.Combine("models", "chameleon-tiny");

    /// <summary>
    /// The folder or the pulled model (OWNER/NAME) that the user named, or that <see cref="Variable"/> names, or the demo model: beside the program, or
    /// up the tree from the program or from the current folder.
    /// </summary>
    /// <exception cref="CommandFailure">There is no such folder, or no model anywhere.</exception>
    public static string Find(string? named, Shell shell)
    {
        if (named is not null)
        {
            return Existing(named, "--model", shell);
        }

        if (shell.Variable(Variable) is { Length: > 0 } fromEnvironment)
        {
            return Existing(fromEnvironment, Variable, shell);
        }

        return UpTheTree(shell.ProgramFolder).Concat(UpTheTree(shell.Folder)).FirstOrDefault(Directory.Exists)
            ?? throw new CommandFailure($"No model found: name its folder with --model or {Variable} (looked for {Demo} from {shell.ProgramFolder} and {shell.Folder} upwards).");
    }

    /// <summary>The folder in which the demo model lies beside others, if there is one.</summary>
    public static IEnumerable<string> Shelves(Shell shell) =>
        UpTheTree(shell.ProgramFolder).Concat(UpTheTree(shell.Folder)).Select(demo => Path.GetDirectoryName(demo)!).Where(Directory.Exists).Take(1);

    private static string Existing(string folder, string source, Shell shell) => shell.FullPath(folder) switch
    {
        var path when Directory.Exists(path) => path,
        _ when Pulled(folder, shell) is { } pulled => pulled,
        var path when File.Exists(path) => throw new CommandFailure($"{source} names the file {path}; it takes the folder that holds config.json and the weights."),
        var path => throw new CommandFailure($"{source} names {path}, and there is no such folder, nor a pulled model of this name."),
    };

    private static string? Pulled(string name, Shell shell) =>
        HubReference.TryParse(name, out var reference) ? ModelFinder.FindPulled(reference, HubOptions.OfEnvironment(shell.Variable).CacheFolder) : null;

    private static IEnumerable<string> UpTheTree(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return Path.Combine(current.FullName, Demo);
        }
    }
}
