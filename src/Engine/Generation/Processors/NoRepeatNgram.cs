namespace Chameleon.Engine.Generation.Processors;

/// <summary>Forbids every token that would complete a run of <c>size</c> tokens for the second time.</summary>
internal sealed class NoRepeatNgram(int size) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        if (tokens.Length + 1 < size)
        {
            return;
        }

        var prefix = tokens[(tokens.Length - size + 1)..];
        for (var start = 0; start + size <= tokens.Length; start++)
        {
            if (tokens.Slice(start, prefix.Length).SequenceEqual(prefix))
            {
                logits[tokens[start + prefix.Length]] = float.NegativeInfinity;
            }
        }
    }
}
