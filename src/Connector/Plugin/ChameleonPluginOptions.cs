using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>How a <see cref="ChameleonPlugin"/> answers. Read once, when the plugin is made.</summary>
public sealed class ChameleonPluginOptions
{
    /// <summary>Tokens of an answer about pictures where <see cref="Answering"/> says nothing else.</summary>
    public const int DefaultAnswerTokens = 512;

    /// <summary>Where drawn pictures are kept; null: a store of the plugin's own with the default limits.</summary>
    public PictureStore? Pictures { get; set; }

    /// <summary>How questions are answered: the likeliest answer, up to <see cref="DefaultAnswerTokens"/> tokens.</summary>
    public ChatOptions Answering { get; set; } = new() { Temperature = 0, MaxOutputTokens = DefaultAnswerTokens };

    /// <summary>How pictures are drawn; number, seed and negative prompt are the caller's.</summary>
    public ImageGenerationOptions Drawing { get; set; } = new();

    /// <summary>What is asked to have a picture described.</summary>
    public string DescribeQuestion { get; set; } = "What do you see in this image?";

    /// <summary>What is asked about several pictures when the caller asks nothing.</summary>
    public string CompareQuestion { get; set; } = "What do these images have in common?";

    /// <summary>
    /// Hands addresses of pictures (<c>https://…</c>) on to the chat client, which fetches them or refuses by its own
    /// rules. Off: they are refused here, whatever the client may do.
    /// </summary>
    public bool AllowRemotePictures { get; set; }
}
