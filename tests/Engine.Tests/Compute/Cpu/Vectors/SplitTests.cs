using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Tests.Compute.Cpu.Vectors;

public sealed class SplitTests
{
    [Theory]
    [InlineData(0, 1, 4, 1)]
    [InlineData(1, 1_000_000, 4, 1)]
    [InlineData(7, 1_000_000, 3, 1)]
    [InlineData(1_000_003, 1, 2, 64)]
    [InlineData(65, 1_000_000, 64, 64)]
    public void Jobs_cover_all_items_once(int items, long cost, int threads, int multiple)
    {
        var split = Split.Of(items, cost, threads, multiple);
        nint next = 0;
        for (var job = 0; job < split.JobCount; job++)
        {
            Assert.Equal(next, split.Start(job));
            Assert.True(split.End(job) > split.Start(job));
            Assert.Equal(0, split.Start(job) % multiple);
            next = split.End(job);
        }

        Assert.Equal(items, next);
    }

    [Fact]
    public void Little_work_is_one_job() => Assert.Equal(1, Split.Of(100, 10, 8).JobCount);

    [Fact]
    public void Much_work_feeds_all_threads() => Assert.InRange(Split.Of(1000, 100_000, 8).JobCount, 8, 64);

    [Fact]
    public void One_thread_gets_one_job() => Assert.Equal(1, Split.Of(1000, 100_000, 1).JobCount);
}
