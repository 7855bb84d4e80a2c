using System.CommandLine;
using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.CommandLine;

/// <summary>Options that several commands have, each with its own instance.</summary>
internal static class CommonFlags
{
    /// <summary>The seed.</summary>
    public static Option<long?> Seed() => SamplingFlags.Flag<long?>("--seed", "Same seed, same answer; default: a fresh one each time", "N");

    /// <summary>Machine-readable output.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Prints one JSON object" };

    /// <summary>How pictures are shown.</summary>
    public static Option<string> Show() => new("--show")
    {
        Description = $"How the terminal shows pictures: {string.Join(", ", PictureScreens.Choices.Keys)}",
        HelpName = "HOW",
        DefaultValueFactory = _ => "auto",
    };

    /// <summary>The seed of the command line, or a fresh one that can be noted with the result.</summary>
    public static long SeedOf(ParseResult result, Option<long?> option) => result.GetValue(option) ?? Random.Shared.Next();
}
