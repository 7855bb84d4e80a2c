using System.Text.Json;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class OptionsGoldenTests
{
    private static readonly JsonElement Table = ReadTable();
    private static readonly Lazy<GoldenTensors> Tensors = new(() => GoldenTensors.Open("options.safetensors.gz"));

    public static TheoryData<string> Ids => [.. Table.EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_set_of_options_gives_the_values_of_the_reference_or_is_refused_like_there(string id)
    {
        var row = Table.EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);
        var json = JsonSerializer.SerializeToUtf8Bytes(row.GetProperty("kwargs"));
        var expected = GoldenPictures.Ours(row);
        if (expected.GetProperty("status").GetString() != "ok")
        {
            var error = Assert.Throws<InvalidDataException>(() => ImageProcessorConfig.FromJson(json));
            Assert.Contains("do_convert_rgb", error.Message, StringComparison.Ordinal);
            return;
        }

        var processor = new ImageProcessor(ImageProcessorConfig.FromJson(json));
        var inputs = row.GetProperty("inputs").EnumerateArray().Select(name => Input(name.GetString()!));

        var values = inputs.SelectMany(processor.Process).ToArray();

        var key = expected.GetProperty("key").GetString()!;
        Assert.Equal(Tensors.Value.Floats(key), values);
        var prepared = processor.Prepare(Input(row.GetProperty("inputs")[0].GetString()!));
        Assert.Equal((prepared.Height, prepared.Width), (Tensors.Value.Shape(key)[2], Tensors.Value.Shape(key)[3]));
    }

    private static PixelImage Input(string name)
    {
        var shape = Tensors.Value.Shape($"in.{name}");
        var bytes = Tensors.Value.Bytes($"in.{name}");
        var bands = shape.Length == 2 ? 1 : shape[2];
        var rgb = new byte[shape[0] * shape[1] * 3];
        new BandConverter(bands, wide: false, cmyk: false, scaleGrey16: true, ignoreAlpha: false).Convert(bytes, rgb);
        return new PixelImage(shape[1], shape[0], rgb);
    }

    private static JsonElement ReadTable()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("images", "options.json")));
        return document.RootElement.Clone();
    }
}
