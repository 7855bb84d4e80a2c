using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class SamplesTests
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "samples");

    public static TheoryData<string> Pictures =>
        [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Where(name => !name.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_sample_is_read_and_has_a_plain_ground(string name)
    {
        var image = ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(Folder, name)));

        Assert.InRange(Math.Min(image.Width, image.Height), 64, 512);
        foreach (var corner in (int[])[0, image.Width - 1, image.Width * (image.Height - 1), (image.Width * image.Height) - 1])
        {
            for (var channel = 0; channel < 3; channel++)
            {
                Assert.InRange(image.Data[(3 * corner) + channel], image.Data[channel] - 4, image.Data[channel] + 4);
            }
        }
    }

    [Fact]
    public void The_sample_that_lies_on_its_side_is_seen_upright()
    {
        var file = File.ReadAllBytes(Path.Combine(Folder, "on-its-side.jpg"));

        var upright = ImageDecoder.Decode(file);
        var stored = ImageDecoder.Decode(file, ImageDecodeOptions.Parity);

        Assert.Equal((240, 320), (upright.Width, upright.Height));
        Assert.Equal((320, 240), (stored.Width, stored.Height));

        // A brown square above, a blue star below.
        Assert.True(Pixel(upright, 120, 80) is { Red: > 100, Blue: < 100 });
        Assert.True(Pixel(upright, 120, 235) is { Red: < 100, Blue: > 100 });
    }

    private static (int Red, int Blue) Pixel(PixelImage image, int x, int y) =>
        (image.Data[3 * ((y * image.Width) + x)], image.Data[(3 * ((y * image.Width) + x)) + 2]);
}
