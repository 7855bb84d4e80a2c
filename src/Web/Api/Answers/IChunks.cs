using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>The shape in which the pieces of answers go out.</summary>
internal interface IChunks
{
    /// <summary>What comes before everything else.</summary>
    void Begin();

    /// <summary>A piece of an answer; what has no place in the shape is left out.</summary>
    /// <param name="choice">Which answer.</param>
    /// <param name="content">The piece.</param>
    void Write(int choice, AIContent content);

    /// <summary>An answer is over.</summary>
    /// <param name="choice">Which answer.</param>
    /// <param name="reason">Why.</param>
    void End(int choice, ChatFinishReason? reason);

    /// <summary>What they all took.</summary>
    void WriteUsage(UsageTotal usage);
}
