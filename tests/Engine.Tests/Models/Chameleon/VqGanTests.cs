using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class VqGanTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_code_outside_the_codebook_is_refused_before_the_gather(int code)
    {
        using var golden = ChameleonVariant.Open("plain");
        var codes = golden.Expected.Ints("vq_random_codes");
        codes[17] = code;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => golden.Network.Codec.Decode(codes));
        Assert.Contains("Code 17", error.Message, StringComparison.Ordinal);
        Assert.Contains("64 entries", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Another_number_of_codes_than_a_picture_has_is_refused(int count)
    {
        using var golden = ChameleonVariant.Open("plain");
        var error = Assert.Throws<ArgumentException>(() => golden.Network.Codec.Decode(new int[count]));
        Assert.Contains($"1 to 64 codes, got {count}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_codes_of_a_preview_are_filled_with_the_first_one()
    {
        using var golden = ChameleonVariant.Open("plain");
        var codes = golden.Expected.Ints("vq_random_codes");
        int[] filled = [.. codes[..10], .. Enumerable.Repeat(codes[0], 54)];
        Assert.Equal(golden.Network.Codec.Decode(filled).Data, golden.Network.Codec.Decode(codes.AsSpan(0, 10)).Data);
        Assert.NotEqual(golden.Network.Codec.Decode(codes).Data, golden.Network.Codec.Decode(codes.AsSpan(0, 10)).Data);
    }

    [Fact]
    public void Pixels_are_clamped_and_truncated()
    {
        using var golden = ChameleonVariant.Open("plain");
        var codes = golden.Expected.Ints("vq_random_codes");
        var values = golden.Network.Codec.DecodeValues(codes, CancellationToken.None);
        var picture = golden.Network.Codec.Decode(codes);
        Assert.Equal((32, 32), (picture.Width, picture.Height));
        for (var i = 0; i < values.Length; i++)
        {
            var expected = values[i] <= -1 ? 0 : values[i] >= 1 ? 255 : (int)MathF.Floor((values[i] + 1) / 2 * 255);
            Assert.Equal(expected, picture.Data[i]);
        }
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        using var golden = ChameleonVariant.Open("plain");
        var error = Assert.Throws<ArgumentException>(() => golden.Network.Codec.Encode(new float[3 * 16 * 16]));
        Assert.Contains("3 · 32 · 32 = 3072 values, got 768", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Feature_maps_are_used_again_even_after_a_cancelled_pass()
    {
        using var golden = ChameleonVariant.Open("vq-attention");
        var codec = golden.Network.Codec;
        var (pixels, codes) = (golden.Pictures()[0], golden.Expected.Ints("vq_random_codes"));
        var expected = codec.Encode(pixels.Span);
        var picture = codec.Decode(codes);
        var allocated = golden.Device.AllocatedBytes;
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<OperationCanceledException>(() => codec.Encode(pixels.Span, new CancellationToken(canceled: true)));
            Assert.Throws<OperationCanceledException>(() => codec.Decode(codes, new CancellationToken(canceled: true)));
            Assert.Equal(expected, codec.Encode(pixels.Span));
            Assert.Equal(picture.Data, codec.Decode(codes).Data);
        }

        Assert.Equal(allocated, golden.Device.AllocatedBytes);
    }

    [Fact]
    public void The_published_shape_has_the_published_number_of_parameters()
    {
        var config = new VqGanConfig();
        Assert.Equal((5, 32, 512), (config.Levels, config.GridSize, config.Channels(4)));
        var shapes = new List<long>();
        var manifest = new ManifestRecorder(shapes);
        manifest.Record(config);
        Assert.Equal(68_718_467, shapes.Sum());
        Assert.Equal(293, shapes.Count);
    }

    /// <summary>Element counts of the tensors that a manifest asks for, read off its complaint about an empty checkpoint.</summary>
    private sealed class ManifestRecorder(List<long> counts)
    {
        public void Record(VqGanConfig config)
        {
            var text = ChameleonConfigTests.MinimalConfig(config);
            var error = Assert.Throws<Engine.Checkpoints.CheckpointException>(() =>
                ChameleonManifest.For(text, withPictureDecoder: true).Validate(new Dictionary<string, Engine.Tensors.HostTensor>(), "empty"));
            foreach (var line in error.Message.Split('\n').Where(line => line.Contains("model.vqmodel.", StringComparison.Ordinal)))
            {
                var shape = line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..line.LastIndexOf(']')];
                counts.Add(shape.Split(", ").Select(long.Parse).Aggregate(1L, (product, dimension) => product * dimension));
            }
        }
    }
}
