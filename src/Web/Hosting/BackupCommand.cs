using Chameleon.Web.Data;

namespace Chameleon.Web.Hosting;

/// <summary><c>backup FOLDER</c>: copies the data folder, also while the page runs.</summary>
internal static class BackupCommand
{
    private const string Usage = "backup FOLDER [--data FOLDER]: copies conversations and pictures into a folder, also while the page runs.";

    private const string Name = "backup";

    /// <summary>Takes the command from the command line, and leaves the options: a path alone reads like one.</summary>
    /// <returns>The folders that were named; null when another command was meant.</returns>
    public static IReadOnlyList<string>? TakeFrom(ref string[] args)
    {
        if (args is not [Name, .. var rest])
        {
            return null;
        }

        string[] flags = CommandLineFlags.Read(rest);
        args = [.. flags.Where(IsFlag)];
        return [.. flags.Where(argument => !IsFlag(argument))];
    }

    /// <summary>Does it.</summary>
    /// <param name="folders">What stands on the command line beside the options.</param>
    /// <param name="options">Where the data are.</param>
    /// <param name="output">Told what was done.</param>
    /// <param name="error">Told what went wrong.</param>
    /// <returns>0; 1 when it went wrong; 2 when no folder was named.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> folders, WebOptions options, TextWriter output, TextWriter error)
    {
        if (folders is not [var target])
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var report = await DataBackup.RunAsync(options.FindData(), target);
            await output.WriteLineAsync($"Everything is in {Path.GetFullPath(target)}: {report.Pictures} pictures, {report.Copied} of them new there.");
            if (report.Missing > 0)
            {
                await error.WriteLineAsync($"{report.Missing} pictures are named in the database and not in the data folder; the backup lacks them too.");
            }

            return 0;
        }
        catch (DataStoreException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static bool IsFlag(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}
