using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.EndToEnd;

/// <summary>A sequence with room for so many tokens, and the blocks that it owns.</summary>
internal sealed class BenchSequence : IDisposable
{
    public BenchSequence(IComputeDevice device, KvLayout layout, int tokens)
    {
        for (var i = 0; i < layout.BlocksFor(tokens); i++)
        {
            Cache.Blocks.Add(device.Allocate(layout.BlockType, layout.BlockShape));
        }
    }

    public KvSequence Cache { get; } = new();

    public void Dispose() => Cache.Blocks.ForEach(block => block.Dispose());
}
