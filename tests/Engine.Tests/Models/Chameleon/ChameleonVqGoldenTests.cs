namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonVqGoldenTests
{
    private const float LatentTolerance = 1e-4f;
    private const float PixelTolerance = 2e-4f;

    [Theory]
    [MemberData(nameof(ChameleonVariant.All), MemberType = typeof(ChameleonVariant))]
    public void Pictures_become_the_reference_s_latents_codes_and_ids(string variant, string device)
    {
        using var golden = ChameleonVariant.Open(variant, device);
        var pictures = golden.Pictures();
        var (latentChannels, embedDim) = (golden.Network.Config.Vq.LatentChannels, golden.Network.Config.Vq.EmbedDim);
        for (var k = 0; k < pictures.Count; k++)
        {
            var (encoder, latents) = golden.Network.Codec.EncodeLatents(pictures[k].Span);
            Near.Assert(golden.Expected.Slice("vq_encoder", k), Near.ChannelsFirst(encoder, latentChannels), LatentTolerance, $"encoder of picture {k}");
            Near.Assert(golden.Expected.Slice("vq_latents", k), Near.ChannelsFirst(latents, embedDim), LatentTolerance, $"latents of picture {k}");
            var codes = golden.Network.Codec.Encode(pictures[k].Span);
            Assert.Equal(golden.Expected.Slice("vq_codes", k).Select(code => (int)code), codes);
            Assert.Equal(golden.Expected.Slice("vq_ids", k).Select(id => (int)id), codes.Select(golden.Network.Config.Vocabulary.Pictures.IdOf));
        }
    }

    [Theory]
    [MemberData(nameof(ChameleonVariant.All), MemberType = typeof(ChameleonVariant))]
    public void Codes_become_the_reference_s_pixels(string variant, string device)
    {
        using var golden = ChameleonVariant.Open(variant, device);
        var encoded = golden.Expected.Slice("vq_codes", 0).Select(code => (int)code).ToArray();
        AssertPixels("vq_decode_of_encoded", encoded);
        AssertPixels("vq_decode_of_random", golden.Expected.Ints("vq_random_codes"));

        void AssertPixels(string name, int[] codes) => Near.Assert(
            golden.Expected.Floats(name), Near.ChannelsFirst(golden.Network.Codec.DecodeValues(codes, CancellationToken.None), 3), PixelTolerance, name);
    }
}
