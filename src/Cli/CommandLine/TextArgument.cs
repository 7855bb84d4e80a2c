using System.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.CommandLine;

/// <summary>A text that stands on the command line or comes from standard input.</summary>
/// <param name="name">Its name in the help.</param>
/// <param name="description">What it is for.</param>
internal sealed class TextArgument(string name, string description)
{
    /// <summary>The words.</summary>
    public Argument<string[]> Words { get; } = new(name)
    {
        Description = $"{description}; {PromptReader.StandardInput} or nothing reads standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The words joined by blanks, or all of standard input.</summary>
    public async Task<string> ReadAsync(ParseResult result, Shell shell, CancellationToken cancellationToken) =>
        (result.GetValue(Words) ?? []) is not ([] or [PromptReader.StandardInput]) and var words
            ? string.Join(' ', words)
            : await shell.In.ReadToEndAsync(cancellationToken);
}
