using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ImageEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(37, 3)]
    [InlineData(64, 64)]
    public void A_png_decodes_to_the_same_pixels(int width, int height)
    {
        foreach (var image in (PixelImage[])[TestPictures.Noise(width, height), TestPictures.Ramp(width, height)])
        {
            var decoded = ImageDecoder.Decode(ImageEncoder.Png(image));

            Assert.Equal((width, height), (decoded.Width, decoded.Height));
            Assert.Equal(image.Data, decoded.Data);
        }
    }

    [Fact]
    public void A_smooth_png_is_much_smaller_than_its_pixels()
    {
        var image = TestPictures.Ramp(256, 256);

        Assert.InRange(ImageEncoder.Png(image).Length, 100, image.Data.Length / 50);
    }

    [Fact]
    public void Lossy_formats_decode_to_nearly_the_same_pixels_and_quality_costs_bytes()
    {
        var image = TestPictures.Ramp(96, 64);
        foreach (var encode in (Func<PixelImage, int, byte[]>[])[ImageEncoder.Jpeg, ImageEncoder.Webp])
        {
            var decoded = ImageDecoder.Decode(encode(image, 95));

            Assert.Equal((96, 64), (decoded.Width, decoded.Height));
            Assert.InRange(image.Data.Zip(decoded.Data, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
            var noise = TestPictures.Noise(96, 64);
            Assert.True(encode(noise, 20).Length < encode(noise, 95).Length);
        }
    }

    [Fact]
    public void Files_start_with_the_signature_of_their_format()
    {
        var image = TestPictures.Ramp(8, 8);

        Assert.Equal([0xFF, 0xD8, 0xFF], ImageEncoder.Jpeg(image)[..3]);
        Assert.Equal("RIFF"u8.ToArray(), ImageEncoder.Webp(image)[..4]);
        Assert.Equal("WEBP"u8.ToArray(), ImageEncoder.Webp(image)[8..12]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Quality_beyond_its_range_is_refused(int quality)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.Jpeg(TestPictures.Ramp(8, 8), quality));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.Webp(TestPictures.Ramp(8, 8), quality));
    }

    [Fact]
    public void A_side_that_webp_cannot_hold_is_refused_with_its_limit()
    {
        var error = Assert.Throws<ArgumentException>(() => ImageEncoder.Webp(TestPictures.Noise(16384, 1)));

        Assert.Contains("16383", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Attack case 28: what a camera wrote stays with the upload.</summary>
    [Fact]
    public void Nothing_of_an_uploads_metadata_reaches_a_copy()
    {
        const string Secret = "GPS 48.2082 16.3738";
        byte[] exif = [.. "Exif\0\0"u8, .. "MM\0*\0\0\0\x08\0\0\0\0\0\0"u8, .. Encoding.ASCII.GetBytes(Secret)];
        var jpeg = ImageEncoder.Jpeg(TestPictures.Ramp(32, 32));
        byte[] upload = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
        var image = ImageDecoder.Decode(upload);

        foreach (var copy in (byte[][])[ImageEncoder.Png(image), ImageEncoder.Jpeg(image), ImageEncoder.Webp(image)])
        {
            var text = Encoding.Latin1.GetString(copy);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("exif", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("ICC_PROFILE", text, StringComparison.Ordinal);
            Assert.DoesNotContain("libvips", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(Secret, Encoding.Latin1.GetString(upload), StringComparison.Ordinal);
    }
}
