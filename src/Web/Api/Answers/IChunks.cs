using Chameleon.Engine.Generation;
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

    /// <summary>How likely the tokens were that the next piece is made of; a shape without a place for it leaves it out.</summary>
    /// <param name="choice">Which answer.</param>
    /// <param name="tokens">The tokens.</param>
    void Tell(int choice, IReadOnlyList<TokenChoice> tokens)
    {
    }

    /// <summary>An answer is over.</summary>
    /// <param name="choice">Which answer.</param>
    /// <param name="reason">Why.</param>
    void End(int choice, ChatFinishReason? reason);

    /// <summary>What they all took.</summary>
    void WriteUsage(UsageTotal usage);
}
