using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Chameleon.Cli.CommandLine;

/// <summary>What is wrong with a command line, in words for its user.</summary>
internal static partial class UsageCheck
{
    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static string? Complaint(ParseResult result)
    {
        if (MistypedOption(result) is { } option)
        {
            return $"There is no option {option}; put -- before text that begins with a dash.";
        }

        if (result.Errors.Count == 0)
        {
            return null;
        }

        return result.UnmatchedTokens is [var word, ..] && result.CommandResult.Command is RootCommand
            ? $"There is no command '{word}'."
            : Reworded(result.Errors[0]);
    }

    /// <summary>
    /// A word that looks like an option but stands among the texts, because the command takes any number of them; what
    /// follows <c>--</c> is text for sure.
    /// </summary>
    private static string? MistypedOption(ParseResult result)
    {
        var texts = new HashSet<Token>(
            result.CommandResult.Command.Arguments.SelectMany(argument => result.GetResult(argument)?.Tokens ?? []), ReferenceEqualityComparer.Instance);
        return result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => texts.Contains(token) && OptionShape().IsMatch(token.Value))?.Value;
    }

    /// <summary>System.CommandLine names .NET types where a value cannot be read.</summary>
    private static string Reworded(ParseError error) => error.SymbolResult is OptionResult { Tokens: [var value, ..] } option && error.Message.Contains("System.", StringComparison.Ordinal)
        ? $"{option.Option.Name} takes {(option.Option.ValueType == typeof(float?) ? "a number" : "a whole number")}, not '{value.Value}'."
        : error.Message;

    [GeneratedRegex("^--?[A-Za-z][A-Za-z0-9-]*(=.*)?$")]
    private static partial Regex OptionShape();
}
