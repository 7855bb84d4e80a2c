using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>A conversation longer than the context goes on without its oldest turns, where the caller wants that.</summary>
public sealed class ContextWindowTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Fact]
    public void What_fits_stays() =>
        Assert.Equal(0, ContextWindow.FirstKept([new(0, 10, 10), new(0, 10, 10), new(0, 20, 0)], 60));

    [Fact]
    public void What_does_not_fit_goes_from_the_oldest_until_half_the_room_is_free() =>
        Assert.Equal(3, ContextWindow.FirstKept([new(0, 10, 10), new(0, 10, 10), new(0, 10, 10), new(0, 10, 10), new(0, 10, 0)], 80));

    [Fact]
    public void The_question_at_hand_stays_even_when_it_alone_is_too_long() =>
        Assert.Equal(2, ContextWindow.FirstKept([new(0, 10, 10), new(0, 10, 10), new(0, 1000, 0)], 80));

    [Fact]
    public void An_empty_conversation_has_nothing_to_drop() => Assert.Equal(0, ContextWindow.FirstKept([], 80));

    [Fact]
    public void Every_turn_keeps_what_the_turn_before_it_kept_unless_it_has_to_make_room()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var room = random.Next(50, 500);
            var conversation = new List<ContextWindow.Exchange>();
            var (before, changes) = (0, 0);
            for (var turn = 0; turn < 100; turn++)
            {
                conversation.Add(new(0, random.Next(1, 20), 0));
                var first = ContextWindow.FirstKept(conversation, room);
                var kept = conversation.Skip(first).Sum(exchange => exchange.Question + exchange.Answer);
                var withoutDropping = conversation.Skip(before).Sum(exchange => exchange.Question + exchange.Answer);
                Assert.InRange(kept, 1, room);
                Assert.Equal(withoutDropping <= room, first == before);
                changes += first == before ? 0 : 1;
                before = first;
                conversation[^1] = conversation[^1] with { Answer = random.Next(1, 20) };
            }

            // An exchange has 38 tokens at most, and half the room is freed at a time.
            Assert.InRange(changes, 0, 1 + (100 * 38 / Math.Max(1, (room / 2) - 38)));
        }
    }

    [Fact]
    public void Instructions_and_the_last_turn_stay_and_whole_exchanges_go()
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, "Be brief.") };
        for (var i = 0; i < 10; i++)
        {
            messages.Add(User($"Question {i}"));
            messages.Add(Assistant(new TextContent($"Answer {i}")));
        }

        messages.Add(User("Last question"));
        var conversation = new ConversationReader(new ChameleonChatClientOptions()).Read(messages, null, false);
        PromptPart[] parts = [.. conversation.Select(part => part is ConversationPart.EndOfTurn ? new PromptPart.EndOfTurn() : (PromptPart)new PromptPart.Ids(new int[9]))];

        // Begin, nine of instructions, twenty for the answer; 20 for each exchange and 10 for the last question.
        var (kept, keptParts, forgotten) = ContextWindow.Fit(conversation, parts, 256, 130, new GenerationOptions { MaxNewTokens = 20 });
        Assert.Equal(kept.Count, keptParts.Length);
        Assert.Equal("Be brief.", Assert.IsType<ConversationPart.Text>(kept[0]).Value);
        Assert.Equal($"Question {forgotten}", Assert.IsType<ConversationPart.Text>(kept[1]).Value.Trim());
        Assert.Equal("Last question", Assert.IsType<ConversationPart.Text>(kept[^2]).Value);
        Assert.InRange(keptParts.Sum(part => part is PromptPart.Ids ? 9 : 1), 20, 109);
        Assert.InRange(forgotten, 6, 9);
    }

    [Fact]
    public async Task A_chat_of_a_hundred_turns_with_pictures_goes_on_in_a_context_that_holds_seven()
    {
        var client = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { WhenContextIsFull = ContextOverflow.ForgetOldest });
        var star = Picture("red-star.png");
        var history = new List<ChatMessage>();
        var (forgotten, recomputed) = (0, 0);
        for (var turn = 0; turn < 100; turn++)
        {
            history.Add(turn % 5 == 0 ? User(star, new TextContent("What do you see in this image?")) : User("How many shapes are there?"));
            var options = Greedy;
            options.MaxOutputTokens = 20;
            var response = await client.GetResponseAsync(history, options);
            Assert.InRange(response.Usage!.InputTokenCount!.Value, 1, 2048 - 20);
            var now = response.Messages[0].AdditionalProperties!.TryGetValue(ChameleonUsageNames.ForgottenTurns, out var count) ? (int)count! : 0;
            Assert.InRange(now, forgotten, turn);
            recomputed += now > forgotten ? 1 : 0;
            Assert.True(now > forgotten || turn == 0 || response.Usage.InputTokenCount - response.Usage.CachedInputTokenCount < 400);
            forgotten = now;
            history.AddMessages(response);
        }

        Assert.InRange(forgotten, 60, 99);
        Assert.InRange(recomputed, 2, 12);
    }

    [Fact]
    public async Task Otherwise_a_conversation_that_is_too_long_is_refused_and_a_question_that_is_too_long_in_any_case()
    {
        var history = Enumerable.Range(0, 8).SelectMany(_ => (ChatMessage[])[User(Picture("red-star.png")), Assistant(new TextContent("I see a star."))]).Append(User("Where?")).ToArray();
        var strict = new ChameleonChatClient(demo.Host);
        Assert.Equal(GenerationError.PromptTooLong, (await Assert.ThrowsAsync<GenerationException>(() => strict.GetResponseAsync(history, Greedy))).Error);
        var lenient = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { WhenContextIsFull = ContextOverflow.ForgetOldest });
        Assert.NotEmpty((await lenient.GetResponseAsync(history, Greedy)).Text);
        var question = User([.. Enumerable.Repeat(Picture("red-star.png"), 9)]);
        Assert.Equal(GenerationError.PromptTooLong, (await Assert.ThrowsAsync<GenerationException>(() => lenient.GetResponseAsync([question], Greedy))).Error);
    }

    [Fact]
    public void An_overflow_that_does_not_exist_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { WhenContextIsFull = (ContextOverflow)7 }));
}
