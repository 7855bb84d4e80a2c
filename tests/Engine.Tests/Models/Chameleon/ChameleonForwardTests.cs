using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonForwardTests
{
    [Fact]
    public void A_request_whose_parts_do_not_fit_is_refused()
    {
        using var golden = ChameleonVariant.Open("plain");
        var ids = new int[2, 5];
        AssertRefused(new ForwardRequest(), "either ids or embeddings");
        AssertRefused(new ForwardRequest { Ids = ids, Embeddings = new float[2, 5, 64] }, "either ids or embeddings");
        AssertRefused(new ForwardRequest { Ids = new int[0, 5] }, "[0, 5]");
        AssertRefused(new ForwardRequest { Ids = new int[2, 0] }, "[2, 0]");
        AssertRefused(new ForwardRequest { Embeddings = new float[2, 5, 63] }, "63 values each; this model's have 64");
        AssertRefused(new ForwardRequest { Ids = ids, AttentionMask = new int[2, 4] }, "AttentionMask is [2, 4], the batch is [2, 5]");
        AssertRefused(new ForwardRequest { Ids = ids, Labels = new int[1, 5] }, "Labels is [1, 5], the batch is [2, 5]");
        AssertRefused(new ForwardRequest { Embeddings = new float[2, 5, 64], Pictures = golden.Pictures() }, "Pictures fill placeholders");
        AssertRefused(new ForwardRequest { Ids = ids, Pictures = golden.Pictures() }, "3 pictures of 64 codes need 192 placeholders");
        AssertRefused(new ForwardRequest { Ids = new int[1, 2] { { 0, 328 } } }, "Id 328 is outside the vocabulary of 328");
        AssertRefused(new ForwardRequest { Ids = new int[1, 2], Labels = new int[1, 2] { { 0, 328 } } }, "Label 328 at [0, 1]");

        void AssertRefused(ForwardRequest request, string expected)
        {
            var allocated = golden.Device.AllocatedBytes;
            var error = Assert.Throws<ArgumentException>(() => golden.Network.Forward(request));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.True(golden.Device.AllocatedBytes <= allocated + (1 << 20));
        }
    }

    [Fact]
    public void The_caches_of_a_call_are_given_back()
    {
        using var golden = ChameleonVariant.Open("plain");
        var request = golden.Batch() with { Attentions = true };
        golden.Network.Forward(request);
        var allocated = golden.Device.AllocatedBytes;
        golden.Network.Forward(request);
        Assert.Throws<OperationCanceledException>(() => golden.Network.Forward(request, new CancellationToken(canceled: true)));
        Assert.Equal(allocated, golden.Device.AllocatedBytes);
    }

    [Fact]
    public void Padding_on_the_right_or_inside_is_left_out_as_well()
    {
        using var golden = ChameleonVariant.Open("plain");
        var plain = golden.Network.Forward(new ForwardRequest { Ids = new int[1, 3] { { 0, 90, 91 } } }).Logits;
        var padded = golden.Network.Forward(new ForwardRequest
        {
            Ids = new int[1, 6] { { 1, 0, 1, 90, 91, 1 } },
            AttentionMask = new int[1, 6] { { 0, 1, 0, 1, 1, 0 } },
        }).Logits;
        var width = plain.Shape[2];
        int[] places = [1, 3, 4];
        for (var i = 0; i < places.Length; i++)
        {
            Assert.Equal(plain.Values[(i * width)..((i + 1) * width)], padded.Values[(places[i] * width)..((places[i] + 1) * width)]);
        }

        Assert.All(padded.Values[..width], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_row_of_padding_alone_gives_zeros()
    {
        using var golden = ChameleonVariant.Open("plain");
        var result = golden.Network.Forward(new ForwardRequest
        {
            Ids = new int[2, 2] { { 1, 1 }, { 0, 90 } },
            AttentionMask = new int[2, 2] { { 0, 0 }, { 1, 1 } },
            Attentions = true,
            HiddenStates = true,
        });
        var half = result.Logits.Values.Length / 2;
        Assert.All(result.Logits.Values[..half], value => Assert.Equal(0, value));
        Assert.Contains(result.Logits.Values[half..], value => value != 0);
    }

    [Fact]
    public void Picture_ids_are_masked_with_the_lowest_float_unless_raw_ones_are_asked_for()
    {
        using var golden = ChameleonVariant.Open("plain");
        var request = new ForwardRequest { Ids = new int[1, 2] { { 0, 90 } } };
        var (masked, raw) = (golden.Network.Forward(request).Logits, golden.Network.Forward(request with { RawLogits = true }).Logits);
        var pictures = golden.Network.Config.Vocabulary.Pictures;
        for (var i = 0; i < masked.Values.Length; i++)
        {
            Assert.Equal(pictures.TryGetCode(i % masked.Shape[2], out _) ? float.MinValue : raw.Values[i], masked.Values[i]);
        }
    }

    [Fact]
    public void Labels_of_masked_picture_ids_make_the_loss_infinite_as_in_the_reference()
    {
        using var golden = ChameleonVariant.Open("plain");
        var id = golden.Network.Config.Vocabulary.Pictures.IdOf(0);
        var request = new ForwardRequest { Ids = new int[1, 3] { { 0, 90, 91 } }, Labels = new int[1, 3] { { 0, id, id } } };
        Assert.Equal(float.PositiveInfinity, golden.Network.Forward(request).Loss);
        Assert.InRange(golden.Network.Forward(request with { RawLogits = true }).Loss!.Value, 0, 100);
    }
}
