using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class WordMergerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Words_are_merged_as_by_the_definition(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var (merges, ranks) = RandomMerges(random, letters: 3, count: random.Next(20), forward: round % 2 == 0);
            var merger = new WordMerger(merges);
            for (var word = 0; word < 5; word++)
            {
                var symbols = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3)).ToArray();
                var ids = new List<int>();
                merger.Merge(symbols, ids);
                Assert.Equal(MergeByDefinition(symbols, ranks), ids);
            }
        }
    }

    [Fact]
    public void Ids_are_appended()
    {
        var merges = new MergeTable(1);
        Assert.True(merges.TryAdd(0, 1, 2));
        Assert.False(merges.TryAdd(0, 1, 3));
        List<int> ids = [9];
        new WordMerger(merges).Merge([0, 1, 1], ids);
        Assert.Equal([9, 2, 1], ids);
    }

    private static (MergeTable Merges, List<(int Left, int Right, int Result)> Ranks) RandomMerges(
        Random random, int letters, int count, bool forward)
    {
        var merges = new MergeTable(count);
        var ranks = new List<(int, int, int)>();
        for (var result = letters; result < letters + count; result++)
        {
            // Trained merges refer to earlier ones only; a file may hold others.
            var bound = forward ? letters + count : result;
            var (left, right) = (random.Next(bound), random.Next(bound));
            if (merges.TryAdd(left, right, result))
            {
                ranks.Add((left, right, result));
            }
        }

        return (merges, ranks);
    }

    /// <summary>Again and again: the lowest rank that occurs, at its leftmost place.</summary>
    private static List<int> MergeByDefinition(int[] symbols, List<(int Left, int Right, int Result)> ranks)
    {
        var word = symbols.ToList();
        while (true)
        {
            var (place, result) = FirstMerge(word, ranks);
            if (place < 0)
            {
                return word;
            }

            word[place] = result;
            word.RemoveAt(place + 1);
        }
    }

    private static (int Place, int Result) FirstMerge(List<int> word, List<(int Left, int Right, int Result)> ranks)
    {
        foreach (var (left, right, result) in ranks)
        {
            for (var place = 0; place + 1 < word.Count; place++)
            {
                if (word[place] == left && word[place + 1] == right)
                {
                    return (place, result);
                }
            }
        }

        return (-1, 0);
    }
}
