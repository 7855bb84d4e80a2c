using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.CommandLine;

/// <summary>Finds the model when the user does not name one.</summary>
internal static class ModelLocator
{
    /// <summary>Names the model's folder.</summary>
    public const string Variable = "CHAMELEON_MODEL";

    private static readonly string Demo = Path.Combine("models", "chameleon-tiny");

    /// <summary>
    /// The folder that the user named, or that <see cref="Variable"/> names, or the demo model: beside the program, or
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

    private static string Existing(string folder, string source, Shell shell) => shell.FullPath(folder) switch
    {
        var path when Directory.Exists(path) => path,
        var path when File.Exists(path) => throw new CommandFailure($"{source} names the file {path}; it takes the folder that holds config.json and the weights."),
        var path => throw new CommandFailure($"{source} names {path}, and there is no such folder."),
    };

    private static IEnumerable<string> UpTheTree(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return Path.Combine(current.FullName, Demo);
        }
    }
}
