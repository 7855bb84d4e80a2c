using System.Diagnostics;
using System.Text.Json;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class HostileGoldenTests
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(20);

    private static readonly JsonElement Table = ReadTable();

    public static TheoryData<string> Files => [.. Table.EnumerateArray().Select(row => row.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_hostile_file_is_refused_in_one_harmless_sentence_or_decoded_where_it_must(string file)
    {
        var row = Table.EnumerateArray().Single(row => row.GetProperty("file").GetString() == file);
        var bytes = File.ReadAllBytes(Golden.Path("images", file));
        var watch = Stopwatch.StartNew();

        var (image, error) = Decode(bytes);

        Assert.True(watch.Elapsed < LongestTime, $"{file} took {watch.Elapsed}.");
        switch (row.GetProperty("expect").GetString())
        {
            case "reject":
                Assert.NotNull(error);
                break;
            case "accept":
                Assert.Equal(row.GetProperty("pillow").GetProperty("rgb_sha256").GetString(), GoldenPictures.Sha256(image!.Data));
                break;
        }

        if (error is not null)
        {
            HarmlessMessage.Check(error);
        }
    }

    private static (PixelImage? Image, ImageFormatException? Error) Decode(byte[] bytes)
    {
        try
        {
            return (ImageDecoder.Decode(bytes, ImageDecodeOptions.Parity), null);
        }
        catch (ImageFormatException error)
        {
            return (null, error);
        }
    }

    private static JsonElement ReadTable()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("images", "hostile.json")));
        return document.RootElement.Clone();
    }
}
