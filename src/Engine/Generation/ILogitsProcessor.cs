namespace Chameleon.Engine.Generation;

/// <summary>
/// Changes the logits of one step in place; −∞ forbids a token. Called on the engine's thread, for all answers of a
/// request in turn; whatever it throws ends that request with <see cref="GenerationError.Failed"/>. Time spent here is
/// time that every caller waits.
/// </summary>
public interface ILogitsProcessor
{
    /// <summary>Changes the logits.</summary>
    /// <param name="tokens">All ids of the sequence so far, prompt and pictures included.</param>
    /// <param name="promptLength">How many of them are the prompt.</param>
    /// <param name="logits">[vocabulary].</param>
    void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits);
}
