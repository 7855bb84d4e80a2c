using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class DecoderGoldenTests
{
    private const double LargestMeanDifferenceOfAvif = 6;

    private static readonly Lazy<GoldenTensors> Decoded = new(() => GoldenTensors.Open("decoded.safetensors.gz"));

    public static TheoryData<string, string> Exact => Rows(kind => kind is not ("avif" or "bmp"));

    public static TheoryData<string, string> Avif => Rows(kind => kind == "avif");

    public static TheoryData<string, string> Bmp => Rows(kind => kind == "bmp");

    [Theory]
    [MemberData(nameof(Exact))]
    public void Pixels_equal_the_reference(string id, string view)
    {
        var expected = GoldenPictures.View(id, view).GetProperty("rgb").GetProperty("hf457");

        var image = ImageDecoder.Decode(GoldenPictures.File(id), GoldenPictures.Options(view));

        AssertSize(id, view, image);
        AssertFirstDifference(expected, image);
        Assert.Equal(expected.GetProperty("sha256").GetString(), GoldenPictures.Sha256(image.Data));
    }

    [Theory]
    [MemberData(nameof(Avif))]
    public void Avif_pixels_are_near_the_reference_and_turned_like_it(string id, string view)
    {
        var rgb = GoldenPictures.View(id, view).GetProperty("rgb").GetProperty("hf457");
        var expected = Decoded.Value.Bytes(rgb.GetProperty("key").GetString()!);

        var image = ImageDecoder.Decode(GoldenPictures.File(id), GoldenPictures.Options(view));

        AssertSize(id, view, image);
        var difference = image.Data.Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Average();
        Assert.InRange(difference, 0, LargestMeanDifferenceOfAvif);
    }

    [Theory]
    [MemberData(nameof(Bmp))]
    public void Bmp_is_refused_by_name(string id, string view)
    {
        var error = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(GoldenPictures.File(id), GoldenPictures.Options(view)));

        Assert.Equal("The file is a BMP picture; JPEG, PNG, WebP, GIF, TIFF and AVIF pictures are read.", error.Message);
    }

    private static void AssertSize(string id, string view, PixelImage image)
    {
        var expected = GoldenPictures.View(id, view);
        Assert.Equal(
            (expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32()), (image.Width, image.Height));
    }

    private static void AssertFirstDifference(System.Text.Json.JsonElement expected, PixelImage image)
    {
        if (expected.TryGetProperty("key", out var key))
        {
            Assert.Equal(Decoded.Value.Bytes(key.GetString()!), image.Data);
        }
        else
        {
            var crop = expected.GetProperty("crop");
            var name = crop.GetProperty("key").GetString()!;
            var shape = Decoded.Value.Shape(name);
            var window = new PixelWindow(crop.GetProperty("x").GetInt32(), crop.GetProperty("y").GetInt32(), shape[1], shape[0]);
            Assert.Equal(Decoded.Value.Bytes(name), Resampler.Crop(image, window).Data);
        }
    }

    private static TheoryData<string, string> Rows(Func<string, bool> kind)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (id, view) in GoldenPictures.Views.Where(row => kind(GoldenPictures.Kind(row.Case))))
        {
            rows.Add(id, view);
        }

        return rows;
    }
}
