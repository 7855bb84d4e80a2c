namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>A job over a cache, for the type of whose elements it is compiled.</summary>
internal interface ICacheJob : IJob
{
    /// <summary>Does its part with elements of one type.</summary>
    void Run<TElement>(int index)
        where TElement : unmanaged;

    /// <summary>Does a job's part with the elements that a cache has.</summary>
    static void Run<TJob>(in TJob job, KvElement element, int index)
        where TJob : struct, ICacheJob
    {
        switch (element)
        {
            case KvElement.Float16:
                job.Run<Half>(index);
                break;
            case KvElement.BFloat16:
                job.Run<Gemm.BFloat16>(index);
                break;
            case KvElement.Int8:
                job.Run<sbyte>(index);
                break;
            default:
                job.Run<float>(index);
                break;
        }
    }
}
