namespace Chameleon.Engine.Tokenization;

/// <summary>The merges of a byte-pair encoding: which two neighbouring tokens become which token, and in what order.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<long, Merge> merges;

    public MergeTable(int capacity) => merges = new Dictionary<long, Merge>(capacity);

    /// <summary>Adds the merge of the next rank; false when the pair has one already.</summary>
    public bool TryAdd(int left, int right, int result) =>
        merges.TryAdd(Key(left, right), new Merge(merges.Count, result));

    /// <summary>The merge of two neighbours, if there is one.</summary>
    public bool TryGet(int left, int right, out Merge merge) => merges.TryGetValue(Key(left, right), out merge);

    // A dictionary folds the halves of a long by exclusive or, which would put all pairs of equal tokens in one chain.
    // Multiplying by an odd number (2⁶⁴ / golden ratio) keeps keys distinct and mixes the halves.
    private static long Key(int left, int right) => unchecked((((long)left << 32) | (uint)right) * -7046029254386353131L);

    /// <param name="Rank">Lower goes first.</param>
    /// <param name="Result">Id of the two together.</param>
    internal readonly record struct Merge(int Rank, int Result);
}
