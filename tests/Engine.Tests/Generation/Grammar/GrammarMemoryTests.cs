using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class GrammarMemoryTests
{
    [Fact]
    public void A_token_costs_no_memory_once_its_mask_is_known()
    {
        var vocabulary = new TestVocabulary(new Random(3));
        var grammar = TokenGrammar.JsonSchema(JsonDocument.Parse("""{"type":"array","items":{"type":"string"}}""").RootElement);
        var matcher = GrammarRun.Start(vocabulary, grammar);
        var logits = new float[vocabulary.End + 1];
        void Write()
        {
            foreach (var value in "\"abc\","u8)
            {
                matcher.Constrain(logits, 10_000);
                matcher.Advance(value);
            }
        }

        matcher.Advance('[');
        Write();
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Write();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
