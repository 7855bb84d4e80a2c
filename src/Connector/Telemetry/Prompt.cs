using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>Lets a decorator read a prompt that its caller may give only once.</summary>
internal static class Prompt
{
    /// <summary>The messages, as often as wanted; a caller's own collection is handed on as it is.</summary>
    public static ICollection<ChatMessage> Of(IEnumerable<ChatMessage> messages) =>
        messages as ICollection<ChatMessage> ?? [.. messages];
}
