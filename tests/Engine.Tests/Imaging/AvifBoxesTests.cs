using System.Buffers.Binary;
using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class AvifBoxesTests
{
    private static readonly string[] Upright = ["ab", "cd", "ef"];

    [Theory]
    [InlineData("avif", "mif1", "avif", true)]
    [InlineData("mif1", "avif", "avif", true)]
    [InlineData("heic", "mif1", "avif", false)]
    public void Brands_are_the_major_one_and_the_compatible_ones(string major, string compatible, string wanted, bool found)
    {
        var file = Box("ftyp", [.. Encoding.ASCII.GetBytes(major), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(compatible)]);

        Assert.Equal(found, AvifBoxes.HasBrand(file, Encoding.ASCII.GetBytes(wanted)));
    }

    [Fact]
    public void The_version_word_of_the_major_brand_is_no_brand() =>
        Assert.False(AvifBoxes.HasBrand(Box("ftyp", "mif1avif"u8.ToArray()), "avif"u8));

    /// <summary>The orientation must say what turning (anticlockwise, first) and mirroring (second) do together.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    public void Turn_and_mirror_together_are_one_orientation(int quarters, int? axis)
    {
        byte[] properties = [.. Box("ispe", new byte[12]), .. Box("irot", [(byte)quarters]), .. axis is { } a ? Box("imir", [(byte)a]) : []];
        byte[] file =
        [
            .. Box("ftyp", "avif\0\0\0\0avif"u8.ToArray()),
            .. Box("meta", [0, 0, 0, 0, .. Box("hdlr", new byte[20]), .. Box("iprp", Box("ipco", properties))]),
        ];
        var turned = Upright;
        for (var i = 0; i < quarters; i++)
        {
            var rows = turned;
            turned = [.. Enumerable.Range(0, rows[0].Length).Select(x => new string([.. rows.Select(row => row[rows[0].Length - 1 - x])]))];
        }

        // Axis 0 exchanges top and bottom, axis 1 left and right.
        turned = axis switch
        {
            0 => [.. turned.Reverse()],
            1 => [.. turned.Select(row => new string([.. row.Reverse()]))],
            _ => turned,
        };

        var result = Orientation.Apply(Parse(Upright), AvifBoxes.Orientation(file));

        Assert.Equal(turned, Print(result));
    }

    [Fact]
    public void Boxes_that_lie_about_their_length_end_the_search()
    {
        var meta = Box("meta", [0, 0, 0, 0, .. Box("iprp", Box("ipco", Box("irot", [3])))]);
        Assert.Equal(6, AvifBoxes.Orientation(meta));
        for (var at = 0; at < meta.Length; at++)
        {
            foreach (var value in (byte[])[0, 1, 7, 0x7F, 0xFF])
            {
                var broken = (byte[])meta.Clone();
                broken[at] = value;
                Assert.InRange(AvifBoxes.Orientation(broken), 1, 8);
            }

            Assert.Equal(1, AvifBoxes.Orientation(meta.AsSpan(0, at)));
        }
    }

    private static byte[] Box(string type, byte[] contents)
    {
        var box = new byte[8 + contents.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        contents.CopyTo(box, 8);
        return box;
    }

    private static PixelImage Parse(string[] rows) =>
        new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row).SelectMany(c => new byte[] { (byte)c, 0, 0 })]);

    private static IEnumerable<string> Print(PixelImage image) =>
        image.Data.Chunk(3 * image.Width).Select(row => new string([.. row.Chunk(3).Select(pixel => (char)pixel[0])]));
}
