using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Pictures, settings and questions that the tests talk about.</summary>
internal static class KernelSamples
{
    /// <summary>What the demo model says of <see cref="RedStar"/>.</summary>
    public const string RedStarSeen = "I see a big red star in the center, on a white background.";

    public const string Look = "What do you see in this image?";

    public const string DrawHeart = "Draw a big red heart in the center, on a white background.";

    public const string DrawAndTell = "Draw something and describe it.";

    /// <summary>The likeliest token, always.</summary>
    public static ChameleonPromptExecutionSettings Greedy => new() { Temperature = 0, MaxTokens = 60, RepetitionPenalty = 1 };

    /// <summary>One picture, drawn with a seed.</summary>
    public static ChameleonPromptExecutionSettings Drawing => new() { Mode = "picture", Seed = 1 };

    /// <summary>Text and picture as the model sees fit; <see cref="DrawAndTell"/> gives both.</summary>
    public static ChameleonPromptExecutionSettings Mixed => new() { Mode = "interleaved", Temperature = 0, RepetitionPenalty = 1, Seed = 1 };

    public static byte[] RedStarBytes { get; } = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", "red-star.png"));

    public static ImageContent RedStar => new(RedStarBytes, "image/png");

    /// <summary>A user's message.</summary>
    public static ChatMessageContent User(params KernelContent[] items) => new(AuthorRole.User, [.. items]);

    /// <summary>A history of one user's message.</summary>
    public static ChatHistory Asked(params KernelContent[] items) => [User(items)];

    /// <summary>A kernel with the demo model.</summary>
    public static Kernel Kernel(ChameleonEngineHost host)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatCompletion(host);
        return builder.Build();
    }

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> source)
    {
        var items = new List<T>();
        await foreach (var item in source)
        {
            items.Add(item);
        }

        return items;
    }
}
