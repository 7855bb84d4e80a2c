namespace Chameleon.Engine.Generation.Processors;

/// <summary>
/// Scratch rows that all processors of one engine thread share, so that choosing a token allocates nothing.
/// What is in them is of no meaning between two calls. Not thread-safe.
/// </summary>
/// <param name="vocabularySize">Length of a row of logits.</param>
internal sealed class LogitsWorkspace(int vocabularySize)
{
    private readonly int[] counts = new int[vocabularySize];
    private readonly int[] occurrencesOfDistinct = new int[vocabularySize];
    private float[]? untouched;
    private float[]? raw;

    /// <summary>[vocabulary].</summary>
    public float[] Probabilities { get; } = new float[vocabularySize];

    /// <summary>[vocabulary].</summary>
    public float[] Keys { get; } = new float[vocabularySize];

    /// <summary>[vocabulary].</summary>
    public int[] Ids { get; } = new int[vocabularySize];

    /// <summary>[vocabulary]: the row whose probabilities are told.</summary>
    public float[] Raw => raw ??= new float[Probabilities.Length];

    /// <summary>A copy of a row as it is before any processor changes it.</summary>
    public ReadOnlySpan<float> Untouched(ReadOnlySpan<float> logits)
    {
        untouched ??= new float[logits.Length];
        logits.CopyTo(untouched);
        return untouched;
    }

    /// <summary>How often each id comes up in <paramref name="tokens"/>: distinct ids in <see cref="Ids"/>.</summary>
    /// <param name="tokens">Ids below the vocabulary's size.</param>
    /// <param name="occurrences">[distinct]: occurrences of each.</param>
    /// <returns>The distinct ids, in order of first occurrence.</returns>
    public ReadOnlySpan<int> Count(ReadOnlySpan<int> tokens, out ReadOnlySpan<int> occurrences)
    {
        var distinct = 0;
        foreach (var token in tokens)
        {
            if (counts[token]++ == 0)
            {
                Ids[distinct++] = token;
            }
        }

        for (var i = 0; i < distinct; i++)
        {
            occurrencesOfDistinct[i] = counts[Ids[i]];
            counts[Ids[i]] = 0;
        }

        occurrences = occurrencesOfDistinct.AsSpan(0, distinct);
        return Ids.AsSpan(0, distinct);
    }
}
