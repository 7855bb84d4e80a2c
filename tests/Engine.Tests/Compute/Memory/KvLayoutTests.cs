using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Tests.Compute.Memory;

/// <summary>Where <see cref="KvLayout"/> says that keys, values and scales lie.</summary>
public sealed class KvLayoutTests
{
    private const int HeadDim = 5;
    private const int BlockTokens = 36;

    /// <summary>Tokens of the first tile, of the second, and of the last, which has but four.</summary>
    [Theory]
    [InlineData(KvElement.Float32, 0)]
    [InlineData(KvElement.Float16, 17)]
    [InlineData(KvElement.BFloat16, 35)]
    [InlineData(KvElement.Int8, 15)]
    [InlineData(KvElement.Int8, 33)]
    public unsafe void A_key_lies_across_its_tile_and_a_value_along_its_row(KvElement form, int token)
    {
        var layout = new KvLayout(3, 2, HeadDim, BlockTokens, form);
        using var device = new CpuDevice();
        using var first = device.Allocate(layout.BlockType, layout.BlockShape);
        using var second = device.Allocate(layout.BlockType, layout.BlockShape);
        var head = new KvHead([first, second], layout, layer: 2, kvHead: 1);
        float[] row = [1, -2, 3, -4, 127];
        fixed (byte* scratch = new byte[HeadDim * sizeof(float)])
        {
            KvRows.WriteKey(head, BlockTokens + token, row, scratch);
        }

        KvRows.WriteValue(head, BlockTokens + token, row);

        var bytes = new ReadOnlySpan<byte>((void*)second.Address, (int)layout.BlockBytes);
        var plane = BlockTokens * layout.RowBytes;
        var scales = form == KvElement.Int8 ? BlockTokens * sizeof(float) : 0;
        var size = form switch { KvElement.Float32 => 4, KvElement.Int8 => 1, _ => 2 };
        var keys = ((2 * 2) + 1) * 2 * plane; // two layers of two heads, and one head, with keys and values
        var (tile, lane) = (token / 16 * 16, token % 16);
        var width = Math.Min(16, BlockTokens - tile);
        var touched = new SortedSet<int>();
        for (var d = 0; d < HeadDim; d++)
        {
            Expect(bytes, keys + scales + (((tile * HeadDim) + (d * width) + lane) * size), row[d]);
            Expect(bytes, keys + plane + scales + (((token * HeadDim) + d) * size), row[d]);
        }

        if (form == KvElement.Int8)
        {
            Assert.Equal(1, BitConverter.ToSingle(bytes[(keys + (token * 4))..]));
            Assert.Equal(1, BitConverter.ToSingle(bytes[(keys + plane + (token * 4))..]));
            touched.UnionWith(Enumerable.Range(keys + (token * 4), 4).Concat(Enumerable.Range(keys + plane + (token * 4), 4)));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.True(bytes[i] == 0 || touched.Contains(i), $"byte {i}");
        }

        Assert.Equal(-1, new ReadOnlySpan<byte>((void*)first.Address, (int)layout.BlockBytes).IndexOfAnyExcept((byte)0));

        void Expect(ReadOnlySpan<byte> all, int at, float value)
        {
            touched.UnionWith(Enumerable.Range(at, size));
            Assert.Equal(value, form switch
            {
                KvElement.Float32 => BitConverter.ToSingle(all[at..]),
                KvElement.Float16 => (float)BitConverter.ToHalf(all[at..]),
                KvElement.BFloat16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(all[at..]) << 16),
                _ => (sbyte)all[at],
            });
        }
    }
}
