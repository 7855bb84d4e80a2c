namespace Chameleon.Connector.Tests;

public sealed class ContextWindowTests
{
    [Fact]
    public void What_fits_stays() =>
        Assert.Equal(0, ContextWindow.FirstKept([new(10, 10), new(10, 10), new(20, 0)], 60));

    [Fact]
    public void What_does_not_fit_goes_from_the_oldest_until_half_the_room_is_free() =>
        Assert.Equal(3, ContextWindow.FirstKept([new(10, 10), new(10, 10), new(10, 10), new(10, 10), new(10, 0)], 80));

    [Fact]
    public void The_question_at_hand_stays_even_when_it_alone_is_too_long() =>
        Assert.Equal(2, ContextWindow.FirstKept([new(10, 10), new(10, 10), new(1000, 0)], 80));

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
                conversation.Add(new(random.Next(1, 20), 0));
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
}
