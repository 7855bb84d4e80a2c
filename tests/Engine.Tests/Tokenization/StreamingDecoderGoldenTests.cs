using System.Text.Json;

namespace Chameleon.Engine.Tests.Tokenization;

public class StreamingDecoderGoldenTests
{
    [Fact]
    public void Every_sequence_streams_to_the_reference_s_text_and_never_ahead_of_it()
    {
        var sequences = TokenizerCase.ReadLines("streaming.jsonl").ToList();
        Assert.NotEmpty(sequences);
        Assert.All(sequences, Check);
    }

    private static void Check(JsonElement sequence)
    {
        var tokenizer = PublishedTokenizer.Instance;
        var ids = sequence.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var skip = sequence.GetProperty("skip_special_tokens").GetBoolean();
        var decoder = tokenizer.CreateStreamingDecoder(skip);
        var full = sequence.GetProperty("full").GetString()!;

        var emitted = "";
        var eager = "";
        foreach (var (id, piece) in ids.Zip(Strings(sequence.GetProperty("pieces"))))
        {
            emitted += decoder.Push(id);
            eager += piece;
            Assert.StartsWith(emitted, eager, StringComparison.Ordinal);
        }

        Assert.Equal(full, emitted + decoder.Flush());
        Assert.Equal(full, tokenizer.Decode(ids, skip));

        // A flushed decoder is as new.
        Assert.Equal(full, string.Concat(ids.Select(decoder.Push)) + decoder.Flush());
    }

    private static IEnumerable<string> Strings(JsonElement pieces) => pieces.EnumerateArray().Select(piece => piece.GetString()!);
}
