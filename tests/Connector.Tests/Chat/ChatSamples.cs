using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

/// <summary>Pictures, messages and options that the tests talk about.</summary>
internal static class ChatSamples
{
    /// <summary>The likeliest token, always.</summary>
    public static ChatOptions Greedy => new ChatOptions { Temperature = 0, MaxOutputTokens = 60 }.With(ChameleonOptionNames.RepetitionPenalty, 1);

    /// <summary>One picture, drawn with a seed.</summary>
    public static ChatOptions Drawing => new ChatOptions { Seed = 1 }.With(ChameleonOptionNames.Mode, "picture");

    /// <summary>An answer of so many tokens at least: longer than the engine's buffer, so that it cannot end unread.</summary>
    public static ChatOptions Endless => new() { RawRepresentationFactory = _ => new GenerationOptions { Text = new SamplingOptions { MinNewTokens = 500 } } };

    /// <summary>A picture of the repository.</summary>
    public static DataContent Picture(string name) => new(Bytes(name), "image/png");

    /// <summary>The file of a picture of the repository.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", name));

    /// <summary>A user's message.</summary>
    public static ChatMessage User(params AIContent[] contents) => new(ChatRole.User, contents);

    /// <summary>A user's message.</summary>
    public static ChatMessage User(string text) => new(ChatRole.User, text);

    /// <summary>A message of the assistant's.</summary>
    public static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    /// <summary>The options with one more property.</summary>
    public static ChatOptions With(this ChatOptions options, string name, object? value)
    {
        options.AdditionalProperties ??= [];
        options.AdditionalProperties[name] = value;
        return options;
    }

    /// <summary>All updates of a stream.</summary>
    public static async Task<List<ChatResponseUpdate>> ListAsync(this IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var all = new List<ChatResponseUpdate>();
        await foreach (var update in updates)
        {
            all.Add(update);
        }

        return all;
    }

    /// <summary>The engine's event behind an update.</summary>
    public static GenerationUpdate Step(this ChatResponseUpdate update) => Assert.IsType<ChameleonUpdate>(update.RawRepresentation).Step;
}
