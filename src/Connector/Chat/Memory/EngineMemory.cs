namespace Chameleon.Connector;

/// <summary>What a client remembers for one engine: ids and codes of one model mean nothing to another. Thread-safe.</summary>
internal sealed class EngineMemory
{
    /// <param name="options">The client's.</param>
    public EngineMemory(ChameleonChatClientOptions options)
    {
        Conversations = new ConversationMemory(options.RememberedConversations);
        Prompts = new PromptAssembler(new PictureReader(options.MaxPictureBytes, options.PictureFetcher), Conversations, options.WhenContextIsFull);
    }

    /// <summary>What was said.</summary>
    public ConversationMemory Conversations { get; }

    /// <summary>Makes prompts with it.</summary>
    public PromptAssembler Prompts { get; }
}
