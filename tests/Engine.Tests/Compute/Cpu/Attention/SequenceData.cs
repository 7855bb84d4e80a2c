using Chameleon.Engine.Compute;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

/// <summary>Queries, keys and values of every token of a sequence, however it is cut into passes.</summary>
internal sealed class SequenceData(int seed, int tokens, int heads, KvLayout layout, double scale = 1)
{
    public int Tokens { get; } = tokens;

    public float[] Queries { get; } = EveryDevice.Random(seed, tokens * heads * layout.HeadDim, scale);

    public float[] Keys { get; } = EveryDevice.Random(seed + 1, tokens * layout.KvHeads * layout.HeadDim, scale);

    public float[] Values { get; } = EveryDevice.Random(seed + 2, tokens * layout.KvHeads * layout.HeadDim);
}
