using System.CommandLine;
using System.CommandLine.Parsing;
using Chameleon.Cli.Chat;

namespace Chameleon.Cli.CommandLine;

/// <summary>Text and pictures of a command line, in the order in which they stand there.</summary>
/// <param name="description">What the text is for.</param>
internal sealed class PromptArguments(string description)
{
    /// <summary>The texts.</summary>
    public Argument<string[]> Text { get; } = new("TEXT")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The picture files.</summary>
    public Option<string[]> Image { get; } = new("--image", "-i")
    {
        Description = "A picture, where it stands among the text; may come several times",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Text);
        command.Add(Image);
    }

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<PromptSegment> Read(ParseResult result)
    {
        var texts = Tokens(result.GetResult(Text));
        var pictures = Tokens(result.GetResult(Image));
        var parts = new List<PromptSegment>();
        foreach (var token in result.Tokens)
        {
            if (texts.Contains(token))
            {
                parts.Add(new PromptSegment.Text(token.Value));
            }
            else if (pictures.Contains(token))
            {
                parts.Add(new PromptSegment.Picture(token.Value));
            }
        }

        return parts;
    }

    // Two tokens with the same words are equal; which of them belongs where is a question of identity.
    private static HashSet<Token> Tokens(SymbolResult? result) => new(result?.Tokens ?? [], ReferenceEqualityComparer.Instance);
}
