namespace Chameleon.Engine.Compute.Cpu;

/// <summary>
/// Work that is cut into numbered pieces which may run in any order and at the same time. Implemented by structs that
/// carry their operands, so that handing one to <c>WorkerPool.Run&lt;TJob&gt;(int jobCount, in TJob job)</c> allocates
/// nothing.
/// </summary>
internal interface IJob
{
    /// <summary>Does one piece.</summary>
    void Run(int index);
}
