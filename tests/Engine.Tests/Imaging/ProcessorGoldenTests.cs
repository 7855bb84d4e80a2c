using System.Runtime.InteropServices;
using System.Text.Json;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ProcessorGoldenTests
{
    private static readonly Lazy<GoldenTensors> Decoded = new(() => GoldenTensors.Open("decoded.safetensors.gz"));
    private static readonly Lazy<GoldenTensors> Values32 = new(() => GoldenTensors.Open("expected32.safetensors.gz"));
    private static readonly Lazy<GoldenTensors> Bytes128 = new(() => GoldenTensors.Open("expected128.safetensors.gz"));
    private static readonly Lazy<GoldenTensors> Values128 = new(() => GoldenTensors.Open("expected128-f32-samples.safetensors.gz"));
    private static readonly Lazy<GoldenTensors> Bytes512 = new(() => GoldenTensors.Open("expected512.safetensors.gz"));

    public static TheoryData<string, string> Pictures
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (id, view) in GoldenPictures.Views)
            {
                rows.Add(id, view);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Processed_values_equal_the_reference_at_every_size(string id, string view)
    {
        var image = Source(id, view);
        foreach (var expected in GoldenPictures.View(id, view).GetProperty("expected").EnumerateObject())
        {
            var side = int.Parse(expected.Name);
            var ours = GoldenPictures.Ours(expected.Value);
            var processor = new ImageProcessor(new ImageProcessorConfig { Resize = new(side), Crop = (side, side) });

            var prepared = processor.Prepare(image);
            var values = processor.Process(image);

            AssertStored(side, ours, prepared, values);
            Assert.Equal(ours.GetProperty("u8_sha256").GetString(), GoldenPictures.Sha256(prepared.Data));
            Assert.Equal(ours.GetProperty("f32_sha256").GetString(), GoldenPictures.Sha256(values));
        }
    }

    [Fact]
    public void Each_of_the_256_values_becomes_the_float_of_the_reference()
    {
        var ramp = new PixelImage(256, 1, [.. Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i })]);
        var processor = new ImageProcessor(new ImageProcessorConfig { Resize = null, Crop = null });

        var values = processor.Process(ramp);

        var table = GoldenTensors.Open("luts.safetensors").Floats("hf");
        Assert.Equal([.. table, .. table, .. table], values);
    }

    /// <summary>The reference's own pixels where they are stored, so that this tests resampling alone.</summary>
    private static PixelImage Source(string id, string view)
    {
        var expected = GoldenPictures.View(id, view);
        var rgb = expected.GetProperty("rgb").GetProperty("hf457");
        return rgb.TryGetProperty("key", out var key)
            ? new PixelImage(expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32(), Decoded.Value.Bytes(key.GetString()!))
            : ImageDecoder.Decode(GoldenPictures.File(id), GoldenPictures.Options(view));
    }

    private static void AssertStored(int side, JsonElement expected, PixelImage prepared, float[] values)
    {
        if (expected.TryGetProperty("f32_key", out var floats))
        {
            Assert.Equal((side == 32 ? Values32 : Values128).Value.Floats(floats.GetString()!), values);
        }

        if (expected.TryGetProperty("u8_key", out var bytes))
        {
            Assert.Equal((side == 128 ? Bytes128 : Bytes512).Value.Bytes(bytes.GetString()!), prepared.Data);
        }

        if (expected.TryGetProperty("grid16_key", out var grid))
        {
            var every16th =
                from y in Enumerable.Range(0, side / 16)
                from x in Enumerable.Range(0, side / 16)
                from channel in Enumerable.Range(0, 3)
                select prepared.Data[(3 * 16 * ((y * side) + x)) + channel];
            Assert.Equal(Bytes512.Value.Bytes(grid.GetString()!), every16th.ToArray());
        }
    }
}
