using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Masks;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>Answers under a grammar as a model gives them that knows nothing.</summary>
internal static class GrammarRun
{
    public static GrammarMatcher Start(TestVocabulary vocabulary, TokenGrammar grammar) =>
        new GrammarBinding(vocabulary.Text, grammar.Bytes).Start();

    /// <summary>Fewest tokens that an answer may be asked for in.</summary>
    public static int Fewest(TestVocabulary vocabulary, TokenGrammar grammar) =>
        new GrammarBinding(vocabulary.Text, grammar.Bytes).TokensToEnd;

    /// <summary>The ids that the mask leaves.</summary>
    public static HashSet<int> Allowed(TestVocabulary vocabulary, GrammarMatcher matcher, int room)
    {
        var logits = new float[vocabulary.End + 1];
        matcher.Constrain(logits, room);
        return [.. Enumerable.Range(0, logits.Length).Where(id => logits[id] == 0)];
    }

    /// <summary>A whole answer, its end left out.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="matcher">Where it stands.</param>
    /// <param name="room">Tokens that fit.</param>
    /// <param name="random">The model.</param>
    public static string Write(TestVocabulary vocabulary, GrammarMatcher matcher, int room, Random random)
    {
        var ids = new List<int>();
        var logits = new float[vocabulary.End + 1];
        for (; room > 0; room--)
        {
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] = random.NextSingle();
            }

            matcher.Constrain(logits, room);
            var best = logits.Max();
            Assert.True(best >= 0, $"Nothing can follow {vocabulary.Decode([.. ids])}");
            var id = Array.IndexOf(logits, best);
            if (id == vocabulary.End)
            {
                Assert.True(matcher.MayEnd);
                return vocabulary.Decode([.. ids]);
            }

            matcher.Advance(id);
            ids.Add(id);
        }

        Assert.Fail($"The answer did not end: {vocabulary.Decode([.. ids])}");
        return string.Empty;
    }
}
