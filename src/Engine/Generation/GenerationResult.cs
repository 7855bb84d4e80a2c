namespace Chameleon.Engine.Generation;

/// <summary>A whole stream, coalesced: what a caller gets who does not want to watch. Immutable.</summary>
/// <param name="Answers">The answers, by index.</param>
public sealed record GenerationResult(IReadOnlyList<GeneratedAnswer> Answers)
{
    /// <summary>Reads a stream to its end.</summary>
    /// <param name="updates">The stream.</param>
    /// <param name="cancellationToken">Handed to the stream.</param>
    /// <exception cref="GenerationException">The request cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<GenerationResult> CollectAsync(
        IAsyncEnumerable<GenerationUpdate> updates, CancellationToken cancellationToken = default)
    {
        var builders = new SortedDictionary<int, AnswerBuilder>();
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!builders.TryGetValue(update.Answer, out var builder))
            {
                builder = new AnswerBuilder(update.Answer);
                builders.Add(update.Answer, builder);
            }

            builder.Add(update);
        }

        return new GenerationResult([.. builders.Values.Select(builder => builder.Build())]);
    }
}
