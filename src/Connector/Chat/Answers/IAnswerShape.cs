using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>What tools or a response format make of one request. Made for one request; may be used for it alone.</summary>
internal interface IAnswerShape
{
    /// <summary>Said to the model before everything else, after the caller's own instructions; null for nothing.</summary>
    string? Instructions { get; }

    /// <summary>The options with the constraint of the answer added.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="engine">The engine that will answer.</param>
    GenerationOptions Constrain(GenerationOptions options, ChameleonEngine engine);

    /// <summary>Looks at the answer's text as it comes; null leaves it as it is.</summary>
    IAnswerFilter? CreateFilter();
}

/// <summary>Turns the text of one answer into contents. One thread at a time.</summary>
internal interface IAnswerFilter
{
    /// <summary>Text goes on.</summary>
    /// <param name="text">New text, never empty.</param>
    /// <param name="contents">Receives what can be told by now; may stay empty.</param>
    void Push(string text, IList<AIContent> contents);

    /// <summary>The answer ends.</summary>
    /// <param name="contents">Receives what was held back.</param>
    /// <returns>Why it ended, where that is something else than the engine's reason; null otherwise.</returns>
    ChatFinishReason? Finish(IList<AIContent> contents);
}
