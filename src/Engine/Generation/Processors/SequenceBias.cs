namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Adds a bias to the last token of a run whenever the tokens so far end in the rest of it; a run of one token is
/// always biased. Immutable.
/// </summary>
/// <param name="biases">Runs of ids, none empty, with what is added; −∞ forbids.</param>
public sealed class SequenceBias(IEnumerable<KeyValuePair<int[], float>> biases) : ILogitsProcessor
{
    private readonly KeyValuePair<int[], float>[] biases = [.. biases];

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
    {
        foreach (var (run, bias) in biases)
        {
            if (run.Length == 1 || (run.Length <= tokens.Length && tokens.EndsWith(run.AsSpan(0, run.Length - 1))))
            {
                logits[run[^1]] += bias;
            }
        }
    }
}
