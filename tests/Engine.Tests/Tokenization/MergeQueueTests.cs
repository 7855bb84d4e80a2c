using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class MergeQueueTests
{
    [Fact]
    public void Places_leave_by_rank_and_then_from_left_to_right()
    {
        var random = new Random(1);
        var queue = new MergeQueue();
        var expected = new PriorityQueue<(int Rank, int Place), (int Rank, int Place)>();
        for (var step = 0; step < 20_000; step++)
        {
            if (random.Next(2) == 0)
            {
                var entry = (random.Next(6), random.Next(50));
                queue.Enqueue(entry.Item1, entry.Item2);
                expected.Enqueue(entry, entry);
                continue;
            }

            Assert.Equal(expected.TryDequeue(out var first, out _), queue.TryDequeue(out var rank, out var place));
            Assert.Equal(first, (rank, place));
        }
    }

    [Fact]
    public void An_empty_queue_says_so() => Assert.False(new MergeQueue().TryDequeue(out _, out _));
}
