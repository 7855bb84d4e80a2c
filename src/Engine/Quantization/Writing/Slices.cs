using System.Runtime.ExceptionServices;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>Work that is shared out over all cores in slices of a tensor.</summary>
internal static class Slices
{
    private const int Elements = 1 << 19;

    /// <summary>Runs a body for every slice; the first thing that goes wrong is thrown as it is.</summary>
    /// <param name="units">Rows, blocks or groups.</param>
    /// <param name="unitSize">Elements of one.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="body">Given the first unit and how many; those of slices do not overlap.</param>
    public static void Run(int units, int unitSize, ParallelOptions options, Action<int, int> body)
    {
        var step = Math.Max(1, Elements / unitSize);
        var slices = (int)(((long)units + step - 1) / step);
        try
        {
            Parallel.For(0, slices, options, slice => body(slice * step, Math.Min(step, units - (slice * step))));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
