using Chameleon.Engine.Generation;

namespace Chameleon.Connector.Tests.Images;

/// <summary>Makes each token take its time until something has happened, so that it happens before the answer ends.</summary>
internal sealed class SlowUntil(ManualResetEventSlim happened) : ILogitsProcessor
{
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => happened.Wait(TimeSpan.FromMilliseconds(200));
}
