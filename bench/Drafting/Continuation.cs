using Chameleon.Engine.Generation;

namespace Chameleon.Bench.Drafting;

/// <summary>Makes a model write what it is given, whatever it thinks of it.</summary>
internal sealed class Continuation(int[] ids) : ILogitsProcessor
{
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) =>
        logits[ids[(tokens.Length - promptLength) % ids.Length]] = 1e9f;
}
