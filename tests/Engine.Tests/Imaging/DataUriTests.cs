using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>Attack case 26.</summary>
public sealed class DataUriTests
{
    private static readonly byte[] Bytes = [0xFB, 0xEF, 0xBE, 0xFF, 0x00, 0x10, 0x83];

    [Theory]
    [InlineData("data:image/png;base64,++++/wAQgw==")]
    [InlineData("DATA:image/png;BASE64,++++/wAQgw==")]
    [InlineData("data:;base64,++++/wAQgw==")]
    [InlineData("data:text/html;charset=utf-8;base64,++++/wAQgw==")]
    [InlineData("data:image/png;base64,----_wAQgw==")]
    [InlineData("data:image/png;base64,++++/wAQgw")]
    [InlineData("data:image/png;base64,++++/wAQgw=")]
    [InlineData("  data:image/png;base64, ++ ++\r\n/wA\tQgw= = ")]
    [InlineData("++++/wAQgw==")]
    public void Every_usual_spelling_is_read(string text) => Assert.Equal(Bytes, DataUri.Decode(text));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("data:;base64,", "empty")]
    [InlineData("data:;base64,   ", "empty")]
    [InlineData("data:image/png;base64", "no comma")]
    [InlineData("data:,hello", "not marked as base64")]
    [InlineData("data:image/png,abcd", "not marked as base64")]
    [InlineData("data:;base64,AAAA,AAAA,AAAA", "more than one payload")]
    [InlineData("data:;base64,AAAA,data:;base64,AAAA", "more than one payload")]
    [InlineData("data:;base64,AAAAA", "cut short")]
    [InlineData("data:;base64,AA==AA", "after its padding")]
    [InlineData("data:;base64,A===", "'='")]
    [InlineData("data:;base64,AAAA%0A", "'%'")]
    [InlineData("https://example.org/a.png", "':'")]
    [InlineData("AAAA\0AAAA", "U+0000")]
    [InlineData("AAÄÄ", "U+00C4")]
    public void Anything_else_is_refused_in_one_sentence(string text, string why)
    {
        var error = Assert.Throws<ImageFormatException>(() => DataUri.Decode(text));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forty_megabytes_are_refused_without_holding_more_than_the_limit()
    {
        var text = string.Create(40_000_000 / 3 * 4, 0, static (span, _) => span.Fill('A'));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<ImageFormatException>(() => DataUri.Decode(text, maxBytes: 1_000_000));

        Assert.Contains("1000000 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void A_payload_of_exactly_the_limit_is_read()
    {
        var bytes = TestPictures.Noise(10, 10).Data;

        Assert.Equal(bytes, DataUri.Decode($"data:;base64,{Convert.ToBase64String(bytes)}", maxBytes: bytes.Length));
        Assert.Throws<ImageFormatException>(() => DataUri.Decode(Convert.ToBase64String(bytes), maxBytes: bytes.Length - 1));
    }

    [Fact]
    public void Every_length_and_alphabet_agrees_with_the_framework()
    {
        var random = new Random(5);
        for (var length = 1; length < 200; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var standard = Convert.ToBase64String(bytes);

            Assert.Equal(bytes, DataUri.Decode(standard));
            Assert.Equal(bytes, DataUri.Decode(standard.TrimEnd('=').Replace('+', '-').Replace('/', '_')));
        }
    }
}
