using System.Text.Json;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ResamplerGoldenTests
{
    private static readonly JsonElement Table = ReadTable();
    private static readonly Lazy<GoldenTensors> Tensors = new(() => GoldenTensors.Open("resize.safetensors"));

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Resampled_bytes_equal_Pillow(int row)
    {
        var expected = Table[row];
        var image = Read(expected);

        var result = expected.GetProperty("op").GetString() == "reduce" ? Reduce(expected, image) : Resize(expected, image);

        var size = Ints(expected.GetProperty("output_size"));
        Assert.Equal((size[0], size[1]), (result.Width, result.Height));
        var key = expected.TryGetProperty("output_pillow12", out var older) ? older : expected.GetProperty("output");
        Assert.Equal(Tensors.Value.Bytes(key.GetString()!), Bytes(result, expected));
    }

    private static PixelImage Resize(JsonElement row, PixelImage image)
    {
        var size = Ints(row.GetProperty("output_size"));
        var filter = Enum.Parse<ResampleFilter>(row.GetProperty("filter").GetString()!, ignoreCase: true);
        var box = Numbers(row.GetProperty("box")) is [var left, var top, var right, var bottom]
            ? new SourceBox((float)left, (float)top, (float)right, (float)bottom)
            : SourceBox.Whole(image);
        return row.GetProperty("reducing_gap").ValueKind == JsonValueKind.Number
            ? BlockReducer.Resize(image, size[0], size[1], filter, box, row.GetProperty("reducing_gap").GetDouble())
            : Resampler.Resize(image, size[0], size[1], filter, box);
    }

    private static PixelImage Reduce(JsonElement row, PixelImage image)
    {
        var factor = Ints(row.GetProperty("factor"));
        var part = Ints(row.GetProperty("box")) is [var left, var top, var right, var bottom]
            ? new PixelWindow(left, top, right - left, bottom - top)
            : new PixelWindow(0, 0, image.Width, image.Height);
        return BlockReducer.Reduce(image, factor[0], factor[^1], part);
    }

    /// <summary>A grey picture stands in all three channels: they are computed alike and apart.</summary>
    private static PixelImage Read(JsonElement row)
    {
        var size = Ints(row.GetProperty("input_size"));
        var bytes = Tensors.Value.Bytes(row.GetProperty("input").GetString()!);
        return new PixelImage(size[0], size[1], IsGrey(row) ? [.. bytes.SelectMany(grey => new[] { grey, grey, grey })] : bytes);
    }

    private static byte[] Bytes(PixelImage image, JsonElement row) =>
        IsGrey(row) ? [.. image.Data.Where((_, i) => i % 3 == 1)] : image.Data;

    private static bool IsGrey(JsonElement row) => row.GetProperty("mode").GetString() == "L";

    private static int[] Ints(JsonElement value) => [.. Numbers(value).Select(number => (int)number)];

    private static double[] Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Number => [value.GetDouble()],
        _ => [.. value.EnumerateArray().Select(number => number.GetDouble())],
    };

    private static JsonElement ReadTable()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("images", "resize.json")));
        return document.RootElement.Clone();
    }
}
