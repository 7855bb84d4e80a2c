using System.Text;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class StreamingDecoderTests
{
    private const char Replacement = '\uFFFD';

    [Theory]
    [InlineData("41 C3 A9 42", "A||é|B|")]
    [InlineData("E4 BD A0", "||你|")]
    [InlineData("F0 9F 98 80", "|||😀|")]
    [InlineData("80 41", "\uFFFD|A|")]
    [InlineData("C0 AF", "\uFFFD|\uFFFD|")]
    [InlineData("E4 41", "|\uFFFDA|")]
    [InlineData("E4 BD 41", "||\uFFFDA|")]
    [InlineData("F0 9F E4 BD A0", "||\uFFFD||你|")]
    [InlineData("F4 90", "|\uFFFD\uFFFD|")]
    [InlineData("F5", "\uFFFD|")]
    [InlineData("ED A0 80", "||\uFFFD\uFFFD\uFFFD|")]
    [InlineData("E4 BD", "||\uFFFD")]
    [InlineData("F0 9F 98", "|||\uFFFD")]
    [InlineData("ED A0", "||\uFFFD\uFFFD")]
    [InlineData("EF BB BF 41", "||\uFEFF|A|")]
    public void Bytes_come_out_as_soon_as_the_next_one_cannot_change_them(string hex, string expected)
    {
        var decoder = PublishedTokenizer.Instance.CreateStreamingDecoder(skipSpecialTokens: true);
        var pieces = hex.Split(' ').Select(value => decoder.Push(IdOf(Convert.ToByte(value, 16)))).ToList();

        Assert.Equal(expected, string.Join('|', [.. pieces, decoder.Flush()]));
    }

    [Fact]
    public void Random_bytes_stream_to_what_dotnet_decodes_at_once()
    {
        var random = new Random(1);
        byte[] interesting = [0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F, 0xFF];
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = Enumerable.Range(0, random.Next(12)).Select(_ => interesting[random.Next(interesting.Length)]).ToArray();
            var decoder = PublishedTokenizer.Instance.CreateStreamingDecoder(skipSpecialTokens: true);
            var streamed = string.Concat(bytes.Select(value => decoder.Push(IdOf(value)))) + decoder.Flush();
            Assert.Equal(Encoding.UTF8.GetString(bytes), streamed);
        }
    }

    [Fact]
    public void A_control_token_inside_a_character_joins_or_parts_its_bytes()
    {
        int[] ids = [IdOf(0xC3), 0, IdOf(0xA9)];

        var joining = PublishedTokenizer.Instance.CreateStreamingDecoder(skipSpecialTokens: true);
        Assert.Equal(["", "", "é"], ids.Select(joining.Push));
        var parting = PublishedTokenizer.Instance.CreateStreamingDecoder(skipSpecialTokens: false);
        Assert.Equal(["", $"{Replacement}<s>", $"{Replacement}"], ids.Select(parting.Push));
    }

    private static int IdOf(byte value) =>
        PublishedTokenizer.Instance.TryGetId(ByteAlphabet.CharacterOf(value).ToString(), out var id)
            ? id
            : throw new KeyNotFoundException($"No token for byte {value}.");
}
