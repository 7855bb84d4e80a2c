namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Makes the end likelier the longer the answer is: adds |logit| · (factor^(length − start) − 1) to it. Immutable.
/// </summary>
/// <param name="start">Tokens of the answer from which it grows.</param>
/// <param name="factor">Growth per token, above 1.</param>
/// <param name="ends">Ids that end an answer.</param>
public sealed class ExponentialDecay(int start, float factor, params int[] ends) : ILogitsProcessor
{
    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        var over = tokens.Length - promptLength - start;
        if (over <= 0)
        {
            return;
        }

        foreach (var end in ends)
        {
            logits[end] += MathF.Abs(logits[end]) * (float)(Math.Pow(factor, over) - 1);
        }
    }
}
