using System.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.CommandLine;

/// <summary>The <c>chameleon</c> command: its subcommands, and how it runs one.</summary>
internal static class ChameleonCommandLine
{
    /// <summary>Words that begin with @ are words; System.CommandLine would read them from a file.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };
}
