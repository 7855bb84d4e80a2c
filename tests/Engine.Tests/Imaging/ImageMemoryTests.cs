using System.Diagnostics;
using System.Runtime.InteropServices;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Vips;

namespace Chameleon.Engine.Tests.Imaging;

[CollectionDefinition(nameof(ImageMemoryTests), DisableParallelization = true)]
public sealed class NothingBesideImageMemory;

/// <summary>Memory of the whole process, native memory included: nothing else may run beside these.</summary>
[Collection(nameof(ImageMemoryTests))]
public sealed class ImageMemoryTests
{
    private delegate int CountAllocations();

    /// <summary>Attack case 20.</summary>
    [Theory]
    [InlineData("zTXt")]
    [InlineData("iCCP")]
    [InlineData("iTXt")]
    public void A_bomb_in_a_chunk_beside_the_pixels_costs_nothing(string type)
    {
        const int Inflated = 1 << 28;
        byte[] head = type == "iTXt" ? [.. "x\0\x01\0\0\0"u8] : [.. "x\0\0"u8];
        byte[] bomb = [.. head, .. TestPictures.Deflated(Inflated)];
        var picture = ImageEncoder.Png(TestPictures.Noise(8, 8));
        byte[] file = [.. picture[..33], .. TestPictures.Png((type, bomb))[8..^12], .. picture[33..]];
        GC.Collect();

        var grown = GrowthWhile(() =>
        {
            try
            {
                Assert.Equal(TestPictures.Noise(8, 8).Data, ImageDecoder.Decode(file).Data);
            }
            catch (ImageFormatException error)
            {
                HarmlessMessage.Check(error);
            }
        });

        Assert.InRange(grown, long.MinValue, Inflated / 2);
    }

    [Fact]
    public void Decoding_encoding_and_refusing_give_everything_back()
    {
        var image = TestPictures.Noise(512, 512);
        var files = new[] { ImageEncoder.Png(image), ImageEncoder.Jpeg(image, 100), ImageEncoder.Webp(image, 100) };
        Round(image, files);
        var count = Marshal.GetDelegateForFunctionPointer<CountAllocations>(
            NativeLibrary.GetExport(
                VipsLibrary.Open(VipsLibrary.Candidates(Environment.GetEnvironmentVariable(VipsLibrary.PathVariable), AppContext.BaseDirectory)).Handle,
                "vips_tracked_get_allocs"));
        var before = count();
        GiveGarbageBack();
        var grown = GrowthWhile(() =>
        {
            for (var round = 0; round < 60; round++)
            {
                Round(image, files);
            }

            GiveGarbageBack();
        });

        Assert.Equal(before, count());

        // Every round copies about 2 MB into the library three times over.
        Assert.InRange(grown, long.MinValue, 96L * 1024 * 1024);
    }

    private static void Round(PixelImage image, byte[][] files)
    {
        foreach (var file in files)
        {
            ImageDecoder.Decode(file);
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new ImageDecodeOptions { MaxPixels = 5 }));
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, file.Length / 2)));
        }

        ImageEncoder.Jpeg(image);
    }

    /// <summary>The collector keeps what it freed; left in, its moods would count as growth.</summary>
    private static void GiveGarbageBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static long GrowthWhile(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        action();
        process.Refresh();
        return process.WorkingSet64 - before;
    }
}
