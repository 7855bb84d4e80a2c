using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests;

/// <summary>A shell of strings.</summary>
internal static class TestShell
{
    public static Shell Create(
        string input = "",
        bool terminal = false,
        TextReader? reader = null,
        Dictionary<string, string>? variables = null,
        string? folder = null) => new()
        {
            In = reader ?? new StringReader(input),
            Out = new SharedText(),
            Error = new SharedText(),
            InIsTerminal = terminal,
            OutIsTerminal = terminal,
            ErrorIsTerminal = terminal,
            Variable = name => variables?.GetValueOrDefault(name),
            Folder = folder ?? Path.GetTempPath(),
        };

    public static string Output(this Shell shell) => shell.Out.ToString()!;

    public static string Complaints(this Shell shell) => shell.Error.ToString()!;
}
