using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>One head of one layer in the blocks of a KV cache, restored as it is copied.</summary>
/// <param name="head">Where it lies.</param>
internal readonly unsafe struct CachedRows<TVector, TIsa, TElement>(KvHead head) : IKeyValueRows
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    public void CopyKeys(int start, int count, float* copy)
    {
        nint headDim = head.Layout.HeadDim;
        int segment;
        for (var done = 0; done < count; done += segment)
        {
            var keys = (TElement*)head.Key(start + done, out var width);
            var lane = (start + done) % head.Layout.BlockTokens % KvLayout.KeyTile;
            segment = Math.Min(count - done, width - lane);
            for (nint d = 0; d < headDim; d++, keys += width)
            {
                // A tile goes whole, past the last token too: there is room for it, and nobody looks at that.
                Restore(keys, lane == 0 ? width : segment, copy + (d * AttentionBuffers.KeyStride) + done);
            }
        }
    }

    public void CopyValues(int start, int count, float* copy, nint stride)
    {
        int segment;
        for (var done = 0; done < count; done += segment)
        {
            segment = Math.Min(count - done, head.Neighbours(start + done));
            var values = (TElement*)head.Value(start + done);
            for (var t = 0; t < segment; t++, values += head.Layout.HeadDim, copy += stride)
            {
                Restore(values, head.Layout.HeadDim, copy);
            }
        }
    }

    public bool CopyScales(int start, int count, float* keyScales, float* valueScales)
    {
        if (typeof(TElement) != typeof(sbyte))
        {
            return false;
        }

        int segment;
        for (var done = 0; done < count; done += segment)
        {
            segment = Math.Min(count - done, head.Neighbours(start + done));
            new ReadOnlySpan<float>(head.KeyScale(start + done), segment).CopyTo(new Span<float>(keyScales + done, segment));
            new ReadOnlySpan<float>(head.ValueScale(start + done), segment).CopyTo(new Span<float>(valueScales + done, segment));
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Restore(TElement* source, nint count, float* destination)
    {
        nint i = 0;
        for (; i <= count - TIsa.Lanes; i += TIsa.Lanes)
        {
            TIsa.Store(VectorIsaExtensions.LoadAny<TVector, TIsa, TElement>(source + i), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = VectorIsaExtensions.LoadOne(source + i);
        }
    }
}
