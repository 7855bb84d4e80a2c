using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

public sealed class AnswerMemoryTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Text = "I see a big red star.";
    private const int EndOfSequence = 2;
    private readonly AnswerMemory memory = new();

    private ITokenizer Tokenizer => demo.Host.TryGetEngine(out var engine) ? engine.Tokenizer : throw new InvalidOperationException();

    [Fact]
    public void An_answer_is_known_as_it_was_written_within_its_scope_only()
    {
        var ids = Odd(Text);
        Assert.NotEqual(ids, Tokenizer.Encode(Text));
        memory.Add("mine", Text, ids, Tokenizer);
        Assert.Equal(ids, memory.Find("mine", Text));
        Assert.Null(memory.Find("yours", Text));
        Assert.Null(memory.Find(null, Text));
        Assert.Null(memory.Find("mine", Text + " "));
    }

    [Fact]
    public void The_token_that_closed_it_is_no_part_of_it()
    {
        var ids = Odd(Text);
        memory.Add("mine", Text, [.. ids, EndOfSequence], Tokenizer);
        Assert.Equal(ids, memory.Find("mine", Text));
    }

    [Fact]
    public void Text_that_a_stop_string_cut_off_is_not_what_its_ids_say()
    {
        memory.Add("mine", "I see a ", Tokenizer.Encode(Text), Tokenizer);
        Assert.Null(memory.Find("mine", "I see a "));
        memory.Add("mine", "", [EndOfSequence], Tokenizer);
        Assert.Null(memory.Find("mine", ""));
    }

    [Fact]
    public void What_was_said_first_stays_so_that_older_turns_keep_their_ids()
    {
        memory.Add("mine", Text, Odd(Text), Tokenizer);
        memory.Add("mine", Text, Tokenizer.Encode(Text), Tokenizer);
        Assert.Equal(Odd(Text), memory.Find("mine", Text));
    }

    [Fact]
    public async Task Words_of_the_model_go_back_as_it_wrote_them_however_oddly()
    {
        var client = new ChameleonChatClient(demo.Host);
        var dictated = Odd("There is a big red star in the center, on a white background.");
        var options = new ChatOptions { RawRepresentationFactory = _ => new GenerationOptions { Processors = [new Dictation([.. dictated, EndOfSequence])] } };
        options.With(ChameleonOptionNames.CacheScope, "mine");
        List<ChatMessage> history = [User("What do you see?")];
        var response = await client.GetResponseAsync(history, options);
        Assert.Equal(dictated.Length + 1, response.Usage!.OutputTokenCount);
        history.AddMessages(response);
        history.Add(User("Why?"));
        var next = await client.GetResponseAsync(history, Greedy.With(ChameleonOptionNames.CacheScope, "mine"));
        var known = response.Usage.InputTokenCount + response.Usage.OutputTokenCount - 1;
        Assert.Equal(known / 32 * 32, next.Usage!.CachedInputTokenCount);
        Assert.Equal(known + 1 + Tokenizer.Encode("Why?").Length + 1, next.Usage.InputTokenCount);
    }

    /// <summary>The same text in ids of single characters.</summary>
    private int[] Odd(string text) => [.. text.SelectMany(character => Tokenizer.Encode(character.ToString()))];

    /// <summary>Lets nothing come up but given ids.</summary>
    private sealed class Dictation(int[] ids) : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
        {
            logits.Fill(float.NegativeInfinity);
            logits[ids[tokens.Length - promptLength]] = 0;
        }
    }
}
