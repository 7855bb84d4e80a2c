namespace Chameleon.Cli.Chat;

/// <summary>A seed for each answer of a conversation: the same ones in every process when the first one is given.</summary>
/// <param name="seed">The user's seed; null: fresh ones.</param>
internal sealed class SeedSequence(long? seed)
{
    private readonly Random random = seed is { } value ? new Random(unchecked((int)(value ^ (value >>> 32)))) : new Random();

    /// <summary>The next answer's seed.</summary>
    public long Next() => random.NextInt64();
}
