namespace Chameleon.Engine.Compute.Cpu.Vectors;

/// <summary>
/// How items that do not depend on each other are cut into jobs: enough for all threads, none too small to be worth
/// waking one.
/// </summary>
/// <param name="Items">How many there are.</param>
/// <param name="PerJob">Items of a job; the last may have fewer.</param>
internal readonly record struct Split(nint Items, nint PerJob)
{
    /// <summary>Cost of a job worth handing to another thread: some 10 µs in units of one element copied.</summary>
    private const long MinJobCost = 32 * 1024;

    /// <summary>Jobs per thread, so that a thread that is held up does not hold up all.</summary>
    private const int JobsPerThread = 4;

    /// <summary>Number of jobs.</summary>
    public int JobCount => Items == 0 ? 0 : (int)((Items - 1) / PerJob) + 1;

    /// <summary>Cuts items of a like cost.</summary>
    /// <param name="items">How many there are.</param>
    /// <param name="itemCost">Cost of one, in units of one element copied.</param>
    /// <param name="threads">Threads to feed.</param>
    /// <param name="multiple">Jobs start at multiples of this.</param>
    public static Split Of(nint items, long itemCost, int threads, int multiple = 1)
    {
        var jobs = Math.Clamp(items * itemCost / MinJobCost, 1, threads == 1 ? 1 : threads * JobsPerThread);
        var perJob = (nint)(((Math.Max(items, 1) - 1) / jobs) + 1);
        return new Split(items, (((perJob - 1) / multiple) + 1) * multiple);
    }

    /// <summary>Cuts items into jobs of a set size, the same on any number of threads.</summary>
    public static Split Every(nint items, nint perJob) => new(items, perJob);

    /// <summary>First item of a job.</summary>
    public nint Start(int job) => job * PerJob;

    /// <summary>One past the last item of a job.</summary>
    public nint End(int job) => Math.Min(Items, (job + 1) * PerJob);
}
