using Chameleon.Engine.Generation;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>Pushes answers towards the ids of a script, over and over; how hard says how often they leave it.</summary>
internal sealed class Script(int[] ids, float push) : ILogitsProcessor
{
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) =>
        logits[ids[(tokens.Length - promptLength) % ids.Length]] += push;
}
