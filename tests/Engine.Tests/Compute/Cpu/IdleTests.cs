using System.Diagnostics;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Engine.Tests.Compute.Cpu;

/// <summary>Measures the processor time of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(IdleTests), DisableParallelization = true)]
[Collection(nameof(IdleTests))]
public sealed class IdleTests
{
    private readonly struct Nothing : IJob
    {
        public void Run(int index)
        {
        }
    }

    [Fact]
    public async Task An_idle_pool_takes_no_processor_time()
    {
        using var pool = new WorkerPool(8);
        pool.Run(64, default(Nothing));
        var least = TimeSpan.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await Task.Delay(100);
            var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
            least = spent < least ? spent : least;
        }

        Assert.True(least < TimeSpan.FromMilliseconds(10), $"An idle pool used {least.TotalMilliseconds} ms in 100 ms.");
    }
}
