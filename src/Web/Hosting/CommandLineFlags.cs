namespace Chameleon.Web.Hosting;

/// <summary>What stands on the command line, as the configuration reads it.</summary>
internal static class CommandLineFlags
{
    private const string Mark = "--";

    /// <summary>
    /// <c>--api-key KEY</c> becomes <c>--apikey KEY</c>, as names have no hyphens in the configuration, and a name without
    /// a value, like <c>--auth</c>, is true.
    /// </summary>
    public static string[] Read(IReadOnlyList<string> args)
    {
        var read = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith(Mark, StringComparison.Ordinal))
            {
                read.Add(args[i]);
                continue;
            }

            var (name, value) = args[i].IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? (args[i][..end], args[i][end..]) : (args[i], "");
            if (value.Length == 0)
            {
                value = i + 1 < args.Count && !args[i + 1].StartsWith(Mark, StringComparison.Ordinal) ? $"={args[++i]}" : "=true";
            }

            read.Add(Mark + name[Mark.Length..].Replace("-", "", StringComparison.Ordinal) + value);
        }

        return [.. read];
    }
}
