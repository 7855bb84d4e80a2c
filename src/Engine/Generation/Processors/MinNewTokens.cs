namespace Chameleon.Engine.Generation.Processors;

/// <summary>Forbids the end before the answer has so many tokens.</summary>
internal sealed class MinNewTokens(int count, params int[] ends) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        if (tokens.Length - promptLength >= count)
        {
            return;
        }

        foreach (var end in ends)
        {
            logits[end] = float.NegativeInfinity;
        }
    }
}
