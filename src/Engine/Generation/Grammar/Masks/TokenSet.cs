using System.Numerics;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>A set of ids, one bit each. Changed only while it is made.</summary>
internal sealed class TokenSet(int vocabularySize)
{
    private const int IdsOfWord = 64;

    private readonly ulong[] words = new ulong[(vocabularySize + IdsOfWord - 1) / IdsOfWord];

    public void Add(int id) => words[id / IdsOfWord] |= 1UL << (id % IdsOfWord);

    public bool Contains(int id) => (words[id / IdsOfWord] & (1UL << (id % IdsOfWord))) != 0;

    /// <summary>Sets the logits of everything outside all of the sets to −∞.</summary>
    /// <param name="sets">At least one.</param>
    /// <param name="logits">[vocabulary].</param>
    public static void Apply(ReadOnlySpan<TokenSet> sets, Span<float> logits)
    {
        for (var word = 0; word < sets[0].words.Length; word++)
        {
            var allowed = 0UL;
            foreach (var set in sets)
            {
                allowed |= set.words[word];
            }

            var start = word * IdsOfWord;
            var row = logits.Slice(start, Math.Min(IdsOfWord, logits.Length - start));
            if (allowed == 0)
            {
                row.Fill(float.NegativeInfinity);
                continue;
            }

            for (var forbidden = ~allowed; forbidden != 0; forbidden &= forbidden - 1)
            {
                var id = BitOperations.TrailingZeroCount(forbidden);
                if (id >= row.Length)
                {
                    break;
                }

                row[id] = float.NegativeInfinity;
            }
        }
    }
}
