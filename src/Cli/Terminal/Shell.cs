using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>What a command runs in: its streams and what they lead to, its environment, its folder.</summary>
internal sealed record Shell
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Standard output: results and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: progress, notes, what went wrong.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person types the input.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Whether a person reads the output.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person reads standard error.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The folder that relative paths start from.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The folder of the program.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Columns and rows of the terminal.</summary>
    public Func<(int Columns, int Rows)> Size { get; init; } = () => (80, 24);

    /// <summary>Ctrl-C.</summary>
    public Interrupts Interrupts { get; init; } = new();

    /// <summary>The shell of this process.</summary>
    public static Shell OfProcess() => new()
    {
        In = new StreamReader(Console.OpenStandardInput(), Utf8),
        Out = new HoldableOutput(Writer(Console.OpenStandardOutput())),
        Error = Writer(Console.OpenStandardError()),
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Size = WindowSize,
    };

    /// <summary>The same shell, whose output goes nowhere: for results that are printed another way.</summary>
    public Shell WithoutOutput() => this with { Out = TextWriter.Null, OutIsTerminal = false };

    /// <summary>A path as the user wrote it, made absolute.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Folder);

    /// <summary>A full path as the user would write it: relative where it lies below the current folder.</summary>
    public string ShortPath(string path) =>
        Path.GetRelativePath(Folder, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true };

    private static (int Columns, int Rows) WindowSize()
    {
        var (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
        return (columns > 0 ? columns : 80, rows > 0 ? rows : 24);
    }
}
