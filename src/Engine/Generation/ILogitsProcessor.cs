namespace Chameleon.Engine.Generation;

/// <summary>Changes the logits of one step in place; −∞ forbids a token.</summary>
public interface ILogitsProcessor
{
    /// <summary>Changes the logits.</summary>
    /// <param name="tokens">All ids of the sequence so far, prompt and pictures included.</param>
    /// <param name="promptLength">How many of them are the prompt.</param>
    /// <param name="logits">[vocabulary].</param>
    void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits);
}
