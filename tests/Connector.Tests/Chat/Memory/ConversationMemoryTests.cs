using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>A conversation that goes on computes only what is new in it, and nobody else's finds anything of it.</summary>
public sealed class ConversationMemoryTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const int BlockTokens = 32;
    private const int EndOfSequence = 2;
    private const string Said = "There is a big red star in the center, on a white background.";

    private readonly ConversationMemory memory = new(2);

    private ChameleonEngine Engine => demo.Host.TryGetEngine(out var engine) ? engine : throw new InvalidOperationException();

    private ITokenizer Tokenizer => Engine.Tokenizer;

    [Fact]
    public void An_answer_is_known_as_it_was_written()
    {
        var ids = Odd(Said);
        Assert.NotEqual(ids, Tokenizer.Encode(Said));
        memory.Add(1, "scope", Said, ids, Tokenizer);
        Assert.Equal("scope", memory.Find(1)!.Value.Scope);
        Assert.Equal(ids, memory.Find(1)!.Value.Ids);
        Assert.Null(memory.Find(2));
    }

    [Fact]
    public void The_token_that_closed_it_is_no_part_of_it()
    {
        memory.Add(1, "scope", Said, [.. Odd(Said), EndOfSequence], Tokenizer);
        Assert.Equal(Odd(Said), memory.Find(1)!.Value.Ids);
    }

    [Fact]
    public void Text_that_a_stop_string_cut_off_is_not_what_its_ids_say_but_its_conversation_is_known()
    {
        memory.Add(1, "scope", "There is a ", Tokenizer.Encode(Said), Tokenizer);
        Assert.Equal(new ConversationMemory.Answer("scope", null), memory.Find(1));
        memory.Add(2, "scope");
        Assert.Equal(new ConversationMemory.Answer("scope", null), memory.Find(2));
    }

    [Fact]
    public void The_conversation_not_used_for_longest_makes_room()
    {
        var one = memory.ScopeFor(null, Engine)!;
        var two = memory.ScopeFor(null, Engine)!;
        Assert.NotEqual(one, two);
        Assert.Equal(one, memory.ScopeFor(one, Engine));
        var three = memory.ScopeFor(null, Engine)!;
        Assert.Equal(one, memory.ScopeFor(one, Engine));
        Assert.Equal(three, memory.ScopeFor(three, Engine));
        Assert.NotEqual(two, memory.ScopeFor(two, Engine));
    }

    [Fact]
    public void Who_remembers_no_conversations_has_no_scope_for_them() =>
        Assert.Null(new ConversationMemory(0).ScopeFor(null, Engine));

    [Fact]
    public async Task Words_of_the_model_go_back_as_it_wrote_them_however_oddly()
    {
        var client = new ChameleonChatClient(demo.Host);
        var dictated = Odd(Said);
        var options = new ChatOptions { RawRepresentationFactory = _ => new GenerationOptions { Processors = [new Dictation([.. dictated, EndOfSequence])] } };
        List<ChatMessage> history = [User("What do you see?")];
        var response = await client.GetResponseAsync(history, options);
        Assert.Equal(dictated.Length + 1, response.Usage!.OutputTokenCount);
        history.AddMessages(response);
        history.Add(User("Why?"));
        var next = await client.GetResponseAsync(history, Greedy);
        var known = response.Usage.InputTokenCount + response.Usage.OutputTokenCount - 1;
        Assert.Equal(known / BlockTokens * BlockTokens, next.Usage!.CachedInputTokenCount);
        Assert.Equal(known + 1 + Tokenizer.Encode("Why?").Length + 1, next.Usage.InputTokenCount);
    }

    [Fact]
    public async Task A_conversation_with_pictures_on_both_sides_computes_only_what_is_new()
    {
        var client = new ChameleonChatClient(demo.Host);
        List<ChatMessage> history = [User(Picture("red-star.png"), new TextContent("What do you see?"))];
        ChatOptions[] turns = [Greedy, Drawing, Greedy, Greedy];
        long known = 0;
        foreach (var options in turns)
        {
            var response = await client.GetResponseAsync(history, options);
            Assert.Equal(known / BlockTokens * BlockTokens, response.Usage!.CachedInputTokenCount);
            known = response.Usage.InputTokenCount!.Value + response.Usage.OutputTokenCount!.Value - 1;
            history.AddMessages(response);
            history.Add(User("Draw a big red star in the center."));
        }
    }

    [Fact]
    public async Task Both_answers_to_one_question_find_the_conversation_before_it()
    {
        var client = new ChameleonChatClient(demo.Host);
        List<ChatMessage> history = [User(Picture("red-star.png"), new TextContent("What do you see?"))];
        history.AddMessages(await client.GetResponseAsync(history, Greedy));
        history.Add(User("Where is it?"));
        var first = await client.GetResponseAsync(history, Greedy);
        var again = await client.GetResponseAsync(history, Greedy);
        Assert.InRange(first.Usage!.CachedInputTokenCount!.Value, 200, first.Usage.InputTokenCount!.Value);
        Assert.InRange(again.Usage!.CachedInputTokenCount!.Value, first.Usage.CachedInputTokenCount.Value, first.Usage.InputTokenCount.Value);
        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task Case47_a_conversation_with_another_answer_or_another_picture_finds_nothing()
    {
        var client = new ChameleonChatClient(demo.Host);
        var question = User(Picture("red-star.png"), new TextContent("What do you see?"));
        var answer = await client.GetResponseAsync([question], Greedy);
        ChatMessage[][] guesses =
        [
            [question, Assistant(new TextContent(answer.Text + "!")), User("Where is it?")],
            [User(Picture("two-shapes.png"), new TextContent("What do you see?")), answer.Messages[0], User("Where is it?")],
            [question, User("Where is it?")],
            [question],
        ];
        foreach (var guess in guesses)
        {
            Assert.Equal(0, (await client.GetResponseAsync(guess, Greedy)).Usage!.CachedInputTokenCount);
        }

        Assert.NotEqual(0, (await client.GetResponseAsync([question, answer.Messages[0], User("Where is it?")], Greedy)).Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task Forgotten_conversations_give_their_memory_back()
    {
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory });
        var client = new ChameleonChatClient(host, new ChameleonChatClientOptions { RememberedConversations = 2 });
        var engine = await host.GetEngineAsync();
        for (var i = 0; i < 8; i++)
        {
            var response = await client.GetResponseAsync([User(Picture("red-star.png"), new TextContent($"What do you see, number {i}?"))], Greedy);
            var tokens = (int)(response.Usage!.InputTokenCount + response.Usage.OutputTokenCount)!;
            await engine.EncodeAsync(new Engine.Imaging.PixelImage(1, 1, new byte[3]));
            Assert.InRange(engine.Metrics.CacheBlocksInUse, 1, 2 * (1 + (tokens / BlockTokens)));
        }
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
