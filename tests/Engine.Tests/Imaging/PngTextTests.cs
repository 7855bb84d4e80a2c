using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class PngTextTests
{
    [Fact]
    public void Text_comes_back_as_it_was_written()
    {
        var text = new Dictionary<string, string>
        {
            ["parameters"] = "a red star\nSteps: 1024, Seed: 7",
            ["Title"] = "Größe",
            ["prompt"] = "一只猫 🐈 <script>alert(1)</script>",
            ["empty"] = string.Empty,
            ["tabbed"] = "a\tb\r\nc",
        };

        var file = ImageEncoder.Png(TestPictures.Noise(3, 2), text);

        Assert.Equal(text, PngText.Read(file));
        Assert.Equal(TestPictures.Noise(3, 2).Data, ImageDecoder.Decode(file).Data);
    }

    [Fact]
    public void Latin_text_is_written_as_tEXt_and_the_rest_as_iTXt()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(1, 1), new Dictionary<string, string> { ["a"] = "é", ["b"] = "猫" });

        var chunks = Chunks(file);
        Assert.Equal(["IHDR", "tEXt", "iTXt", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([(byte)'a', 0, 0xE9], chunks[1].Data);
        Assert.Equal([(byte)'b', 0, 0, 0, 0, 0, .. "猫"u8], chunks[2].Data);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a  b")]
    [InlineData("a\nb")]
    [InlineData("猫")]
    public void A_key_that_png_does_not_allow_is_refused(string key) =>
        Assert.Throws<ArgumentException>(
            () => ImageEncoder.Png(TestPictures.Noise(1, 1), new Dictionary<string, string> { [key] = "x" }));

    [Fact]
    public void A_key_of_80_characters_and_a_NUL_in_a_value_are_refused()
    {
        Assert.Throws<ArgumentException>(
            () => ImageEncoder.Png(TestPictures.Noise(1, 1), new Dictionary<string, string> { [new string('k', 80)] = "x" }));
        var error = Assert.Throws<ArgumentException>(
            () => ImageEncoder.Png(TestPictures.Noise(1, 1), new Dictionary<string, string> { ["k"] = "ab\0" }));
        Assert.Contains("at 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_text_is_never_inflated()
    {
        const int Bomb = 1 << 26;
        var deflated = TestPictures.Deflated(Bomb);
        var file = TestPictures.Png(
            ("IHDR", TestPictures.Header(1, 1)),
            ("zTXt", [.. "bomb\0\0"u8, .. deflated]),
            ("iTXt", [.. "bomb\0\x01\0\0\0"u8, .. deflated]),
            ("tEXt", [.. "kept\0yes"u8]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var text = PngText.Read(file);

        Assert.Equal(new Dictionary<string, string> { ["kept"] = "yes" }, text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void Too_many_bytes_or_entries_of_text_are_refused()
    {
        var large = TestPictures.Png(("tEXt", [.. "a\0"u8, .. new byte[PngText.MaxBytes]]));
        var many = TestPictures.Png([.. Enumerable.Range(0, PngText.MaxEntries + 1).Select(i => ("tEXt", Encoding.ASCII.GetBytes($"k{i}\0v")))]);

        HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => PngText.Read(large)));
        HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => PngText.Read(many)));
    }

    [Fact]
    public void Of_equal_keys_the_first_counts_and_broken_entries_are_left_out()
    {
        var file = TestPictures.Png(
            ("tEXt", [.. "a\0first"u8]),
            ("tEXt", [.. "a\0second"u8]),
            ("tEXt", [.. "no end of key"u8]),
            ("tEXt", [.. "\0no key"u8]),
            ("iTXt", [.. "b\0"u8]),
            ("iTXt", [.. "c\0\0\0en"u8]));

        Assert.Equal(new Dictionary<string, string> { ["a"] = "first" }, PngText.Read(file));
    }

    [Fact]
    public void A_file_cut_anywhere_gives_what_comes_before_the_cut()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(4, 4), new Dictionary<string, string> { ["a"] = "1", ["b"] = "猫" });
        for (var length = PngChunks.Signature.Length; length < file.Length; length++)
        {
            Assert.InRange(PngText.Read(file.AsSpan(0, length)).Count, 0, 2);
        }

        Assert.Equal(2, PngText.Read(file).Count);
        HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => PngText.Read(file.AsSpan(0, 7))));
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var result = new List<(string, byte[])>();
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            result.Add((Encoding.ASCII.GetString(chunks.Type), chunks.Data.ToArray()));
        }

        return result;
    }
}
