using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>What a request asks of the chat client.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">How to answer; its seed is that of the first choice.</param>
internal sealed record ChatAsk(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>The model that was named; null: none was.</summary>
    public string? Model { get; init; }

    /// <summary>How many answers.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Whether the answer comes as it is made.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a stream tells at its end what it took.</summary>
    public bool TellsUsage { get; init; }

    /// <summary>The options of one of the answers: each can be had again by its own seed.</summary>
    public ChatOptions OptionsOf(int choice)
    {
        if (choice == 0 || Options.Seed is not { } seed)
        {
            return Options;
        }

        var own = Options.Clone();
        own.Seed = GenerationOptions.SeedOfAnswer(seed, choice);
        return own;
    }
}
