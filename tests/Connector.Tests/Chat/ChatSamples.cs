using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

/// <summary>Pictures and options that the tests talk about.</summary>
internal static class ChatSamples
{
    /// <summary>The likeliest token, always.</summary>
    public static ChatOptions Greedy => new() { Temperature = 0, MaxOutputTokens = 60, AdditionalProperties = new() { [ChameleonOptionNames.RepetitionPenalty] = 1.0 } };

    /// <summary>One picture, drawn with a seed.</summary>
    public static ChatOptions Drawing => new() { Seed = 1, AdditionalProperties = new() { [ChameleonOptionNames.Mode] = "picture" } };

    /// <summary>A picture of the repository.</summary>
    public static DataContent Picture(string name) => new(File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", name)), "image/png");

    /// <summary>A user's message.</summary>
    public static ChatMessage User(params AIContent[] contents) => new(ChatRole.User, contents);

    /// <summary>The options with one more property.</summary>
    public static ChatOptions With(this ChatOptions options, string name, object? value)
    {
        options.AdditionalProperties ??= [];
        options.AdditionalProperties[name] = value;
        return options;
    }
}
