using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>A request for pictures, told as the message that it amounts to.</summary>
internal static class ImagePrompt
{
    public static ChatMessage Of(ImageGenerationRequest request)
    {
        var message = new ChatMessage(ChatRole.User, [.. request.OriginalImages ?? []]);
        message.Contents.Add(new TextContent(request.Prompt));
        return message;
    }
}
