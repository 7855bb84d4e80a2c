using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>Attack cases 17, 18, 20–24.</summary>
public sealed class ImageDecoderTests
{
    [Theory]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(60_000, 60_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_pixel_bomb_is_refused_from_its_header_without_memory(int width, int height)
    {
        var file = TestPictures.Png(("IHDR", TestPictures.Header(width, height)), ("IDAT", TestPictures.Deflated(100_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void The_pixel_limit_is_exact_and_named()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(30, 20));

        Assert.Equal(30, ImageDecoder.Decode(file, new ImageDecodeOptions { MaxPixels = 600 }).Width);
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new ImageDecodeOptions { MaxPixels = 599 }));
        Assert.Equal("The picture is 30 × 20 pixels; at most 599 in all are read.", error.Message);
    }

    [Fact]
    public void The_byte_limit_is_exact_and_named()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(30, 20));

        Assert.Equal(30, ImageDecoder.Decode(file, new ImageDecodeOptions { MaxBytes = file.Length }).Width);
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new ImageDecodeOptions { MaxBytes = 99 }));
        Assert.Equal($"The picture file has {file.Length} bytes; at most 99 are read.", error.Message);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(1, 10)]
    public void The_ratio_limit_is_exact_and_named(int width, int height)
    {
        var file = ImageEncoder.Png(TestPictures.Noise(width, height));

        Assert.Equal(width, ImageDecoder.Decode(file, new ImageDecodeOptions { MaxAspectRatio = 10 }).Width);
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new ImageDecodeOptions { MaxAspectRatio = 9 }));
        Assert.Contains("9 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_whose_pixels_inflate_beyond_its_size_gives_only_its_size()
    {
        var file = TestPictures.Png(
            ("IHDR", TestPictures.Header(4, 4)), ("IDAT", TestPictures.Deflated(1 << 26)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        try
        {
            Assert.Equal(4 * 4 * 3, ImageDecoder.Decode(file).Data.Length);
        }
        catch (ImageFormatException error)
        {
            HarmlessMessage.Check(error);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { "an SVG drawing", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "an SVG drawing", [0xEF, 0xBB, 0xBF, .. "\n <?xml version=\"1.0\"?><!-- --><svg/>"u8] },
        { "a web page or XML document", "<!doctype html><script>alert(1)</script>"u8.ToArray() },
        { "a PDF document", "%PDF-1.7\n"u8.ToArray() },
        { "a PostScript document", "%!PS-Adobe-3.0 EPSF-3.0"u8.ToArray() },
        { "a BMP picture", "BM______"u8.ToArray() },
        { "an icon", [0, 0, 1, 0, 1, 0] },
        { "a Photoshop document", "8BPS\0\x01"u8.ToArray() },
        { "a BigTIFF picture", "II+\0\x08\0"u8.ToArray() },
        { "a JPEG XL picture", [0xFF, 0x0A, 0, 0] },
        { "a JPEG 2000 picture", [0xFF, 0x4F, 0xFF, 0x51] },
        { "a Netpbm picture", "P6\n1 1\n255\nabc"u8.ToArray() },
        { "a HEIC picture", [0, 0, 0, 20, .. "ftypheic\0\0\0\0mif1"u8] },
        { "a ZIP archive", "PK\x03\x04"u8.ToArray() },
        { "a program", "MZ\x90"u8.ToArray() },
        { "not a picture of a known kind", "RIFF\x04\0\0\0WAVE"u8.ToArray() },
        { "not a picture of a known kind", "hello, world"u8.ToArray() },
        { "not a picture of a known kind", new byte[4096] },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Other_kinds_are_refused_by_name_whatever_they_are_called(string name, byte[] file)
    {
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

        Assert.StartsWith("The file is " + name, error.Message, StringComparison.Ordinal);
        HarmlessMessage.Check(error);
    }

    [Fact]
    public void Empty_and_tiny_files_are_refused()
    {
        Assert.Equal("The picture file is empty.", Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode([])).Message);
        var file = ImageEncoder.Jpeg(TestPictures.Ramp(16, 16));
        for (var length = 1; length < 24; length++)
        {
            HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, length))));
        }
    }

    [Fact]
    public void A_damaged_file_of_each_format_says_the_same_short_thing()
    {
        var image = TestPictures.Noise(64, 64);
        Assert.Equal("The PNG picture is damaged or cut short.", Half(ImageEncoder.Png(image)));
        Assert.Equal("The JPEG picture is damaged or cut short.", Half(ImageEncoder.Jpeg(image)));
        Assert.Equal("The WebP picture is damaged or cut short.", Half(ImageEncoder.Webp(image)));

        static string Half(byte[] file) =>
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, file.Length / 2))).Message;
    }

    [Fact]
    public void A_picture_of_kinds_of_channels_that_are_not_read_is_refused()
    {
        byte[] tiff =
        [
            .. "II*\0\x08\0\0\0"u8,
            9, 0,
            .. Entry(256, 2), .. Entry(257, 2), .. Entry(258, 32), .. Entry(259, 1), .. Entry(262, 1), .. Entry(273, 200),
            .. Entry(277, 1), .. Entry(279, 16), .. Entry(339, 3),
            .. new byte[100 + 16],
        ];

        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(tiff));

        Assert.Contains("1 channels of a kind that is not read", error.Message, StringComparison.Ordinal);

        static byte[] Entry(ushort tag, byte value) => [(byte)tag, (byte)(tag >> 8), 3, 0, 1, 0, 0, 0, value, 0, 0, 0];
    }

    [Fact]
    public void Defaults_treat_the_file_as_a_person_sees_it()
    {
        var turned = GoldenPictures.View("jpeg-exif6", "transposed");
        var key = ImageDecoder.Decode(GoldenPictures.File("png-rgb8-trns"));
        var plain = ImageDecoder.Decode(GoldenPictures.File("png-rgb8-trns"), ImageDecodeOptions.Parity);

        var image = ImageDecoder.Decode(GoldenPictures.File("jpeg-exif6"));

        Assert.Equal(turned.GetProperty("rgb").GetProperty("hf457").GetProperty("sha256").GetString(), GoldenPictures.Sha256(image.Data));
        Assert.NotEqual(plain.Data, key.Data);
        var changed = Enumerable.Range(0, key.Data.Length).Where(i => key.Data[i] != plain.Data[i]);
        Assert.All(changed, i => Assert.Equal(255, key.Data[i]));
    }

    [Fact]
    public void Sixteen_bit_grey_keeps_its_high_byte_by_default()
    {
        var expected = GoldenPictures.View("png-l16-dark", "scaled16").GetProperty("rgb").GetProperty("hf457");

        var image = ImageDecoder.Decode(GoldenPictures.File("png-l16-dark"));

        Assert.Equal(expected.GetProperty("sha256").GetString(), GoldenPictures.Sha256(image.Data));
    }

    [Fact]
    public void Cancellation_stops_the_decoding()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(30, 20));

        Assert.ThrowsAny<OperationCanceledException>(() => ImageDecoder.Decode(file, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Many_threads_decode_at_once_and_agree()
    {
        string[] ids = ["jpeg-progressive-420", "png-rgba8", "webp-lossy", "gif-animated", "tiff-lzw", "avif-444", "jpeg-ycck"];
        var expected = ids.Select(id => GoldenPictures.Sha256(ImageDecoder.Decode(GoldenPictures.File(id)).Data)).ToArray();

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var id = ids[i % ids.Length];
            Assert.Equal(expected[i % ids.Length], GoldenPictures.Sha256(ImageDecoder.Decode(GoldenPictures.File(id)).Data));
            HarmlessMessage.Check(Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Encoding.ASCII.GetBytes("GIF89a" + i))));
        });
    }
}
